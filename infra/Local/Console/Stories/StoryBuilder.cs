using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>Tells the story of a step: from where it began, all that came of it.</summary>
/// <param name="label">A short name for a node.</param>
/// <param name="isDeadLetterQueue">Whether a node is one.</param>
internal sealed class StoryBuilder(Func<string, string> label, Predicate<string?> isDeadLetterQueue)
{
    /// <summary>So many steps a story has at most.</summary>
    public const int MaximumSteps = 500;

    /// <summary>A longer payload is cut, but for that of the step that was asked for.</summary>
    private const int MaximumPayload = 16 * 1024;

    private const int ShownOfPayload = 2_000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    /// <summary>The story; null when nothing is known of the step.</summary>
    /// <param name="connection">See <see cref="FactStore.Read"/>.</param>
    /// <param name="given">A step's id, with or without its kind.</param>
    /// <param name="maximumSteps">How many steps it has at most.</param>
    public Story? Tell(SqliteConnection connection, string given, int maximumSteps = MaximumSteps)
    {
        using var reader = new FactReader(connection);
        var steps = new TracedSteps(reader);
        if (steps.Resolve(given) is not { } focus)
        {
            return null;
        }

        var owners = new BatchOwners(steps);
        var (root, told, isTruncated) = StoryTree.Grow(steps, owners, new StoryRoot(steps, owners).PathOf(focus), maximumSteps);
        return new(focus.Id, Tell(root, focus.Id, Shared), isTruncated);

        // Of a call it is how many others it was for; of what came of one, how many others of another story it may belong to.
        int? Shared(StoryNode node) =>
            node.Step.Kind == "invocation" && steps.CountCauses(node.Step.Id) - 1 is > 0 and var others ? others
            : node.Batch is { } batch && steps.CausesOf(batch).Count(cause => !told.Contains(cause)) is > 0 and var outside ? outside
            : null;
    }

    private StoryStep Tell(StoryNode node, string focus, Func<StoryNode, int?> shared)
    {
        var step = node.Step;
        var message = node.Parent?.Step is { Kind: "message" } above ? above : step.Kind == "message" ? step : null;
        var calls = step.Kind == "invocation" ? node.Attempts : [.. node.Elsewhere];
        var attempts = StepAttempts.Of(calls, message);
        var status = StepStatus.Of(node, attempts.Count > 0 || step.Kind == "invocation" ? attempts : AttemptsBelow(node), isDeadLetterQueue);
        var name = step.Node is { } id ? label(id) : "";
        return new()
        {
            Id = step.Id,
            Kind = step.Kind,
            Node = step.Node,
            NodeName = step.Node is null ? null : name,
            Time = node.Attempts[0].Time,
            EndTime = status.EndTime,
            Title = StepTitle.Of(step, attempts, name),
            Status = status.Status,
            Note = Note(node, status, shared(node)),
            Attempts = attempts,
            Facts = [.. node.Attempts.SelectMany(attempt => attempt.Facts).Select(Tell)],
            Payload = Payload(step, step.Id == focus),
            Shared = shared(node),
            Children = [.. node.Children.OrderBy(child => child.Step.Facts[0].Sequence).Select(child => Tell(child, focus, shared))],
        };
    }

    private StoryFact Tell(Fact fact) =>
        new(fact.Time, JsonNamingPolicy.CamelCase.ConvertName(fact.Kind.ToString()), FactText.Of(fact, label), fact.Node);

    /// <summary>The calls for a message, which stand below it.</summary>
    private static IReadOnlyList<StoryAttempt> AttemptsBelow(StoryNode node) => node.Step.Kind != "message" ? []
        : StepAttempts.Of(node.Children.Where(child => child.Step.Kind == "invocation").SelectMany(child => child.Attempts), node.Step);

    private static string? Note(StoryNode node, StepStatus status, int? shared)
    {
        var replay = node.Parent?.Step.Facts
            .LastOrDefault(fact => fact.Kind == FactKind.Published && fact.Sequence < node.Step.Facts[0].Sequence)?.Data?["replay"];
        string?[] notes =
        [
            status.Note,
            node.Elsewhere.Count > 0 ? "It was handled together with another message of this story, below which the call stands." : null,
            replay is not null ? $"From the replay {replay}." : null,
            node.Batch is not null && shared is not null ? "It came of a call for several messages, and does not tell for which." : null,
        ];
        var note = string.Join(' ', notes.OfType<string>());
        return note.Length == 0 ? null : note;
    }

    private static JsonNode? Payload(TracedStep step, bool whole)
    {
        if (step.Text is not { } text)
        {
            return step.Kind is "record" or "object" ? step.Facts[0].Data : null;
        }

        if (text.Length > MaximumPayload && !whole)
        {
            return $"{text[..ShownOfPayload]}… ({text.Length} characters in all; open this step to see them)";
        }

        try
        {
            return text is ['{' or '[', ..] ? JsonNode.Parse(text, null, Deep) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
