using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>A step in a few plain words.</summary>
internal static class StepTitle
{
    /// <summary>The title.</summary>
    /// <param name="step">The step.</param>
    /// <param name="attempts">The calls of a function, for an invocation.</param>
    /// <param name="nodeName">A short name of its node.</param>
    public static string Of(TracedStep step, IReadOnlyList<StoryAttempt> attempts, string nodeName) => step.Kind switch
    {
        "request" when step.First(FactKind.Requested)?.Data is { } request =>
            $"{request["method"]} {request["path"]}{(step.Last(FactKind.Responded)?.Data is { } answer ? $" -> {answer["status"]}" : "")}",
        "event" when step.First(FactKind.Fired) is { Data: { } fired } => $"{nodeName} at {fired["scheduledAt"]}",
        "event" => DetailType(step.Text) ?? "Event",
        "message" => $"Message in {nodeName}",
        "invocation" => attempts.Count > 1 ? $"{nodeName}, {Ordinal(attempts.Count)} attempt" : nodeName,
        "record" when step.First(FactKind.Changed)?.Data is { } change => $"{change["change"]} in {nodeName}: {Keys(change["keys"])}",
        "notification" => (string?)step.First(FactKind.Notified)?.Data?["subject"] is { Length: > 0 } subject ? subject : $"Message to {nodeName}",
        "schedule" => $"{nodeName} at {step.First(FactKind.Fired)?.Data?["scheduledAt"]}",
        "object" when step.First(FactKind.Stored)?.Data is { } change => $"{change["change"]} {change["key"]} in {nodeName}",
        "alarm" when step.First(FactKind.Alarmed)?.Data is { } change => $"{change["alarm"]}: {change["from"]} -> {change["to"]}",
        _ => step.Id,
    };

    private static string? DetailType(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var document = System.Text.Json.JsonDocument.Parse(text, new() { MaxDepth = 128 });
        return document.RootElement.GetProperty("detail-type").GetString();
    }

    /// <summary>The values of an item's key, which DynamoDB writes as <c>{"S":"…"}</c>.</summary>
    private static string Keys(System.Text.Json.Nodes.JsonNode? keys) =>
        string.Join(", ", keys?.AsObject().Select(key => key.Value is System.Text.Json.Nodes.JsonObject value ? string.Concat(value.Select(typed => typed.Value?.ToString())) : "") ?? []);

    private static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}
