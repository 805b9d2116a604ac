using System.Text.Json;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Alerts;

/// <summary>The body of <c>POST /alerts/{id}/acknowledge</c>: nothing, or <c>{"note": "…"}</c>.</summary>
public sealed record AcknowledgeRequest(string? Note)
{
    public const int MaximumNoteLength = 1000;

    /// <summary>Reads and checks a body.</summary>
    /// <param name="body">UTF-8 JSON, or nothing.</param>
    /// <param name="problem">What is wrong with the body; null when all is well.</param>
    /// <returns>The request; null when there is a problem.</returns>
    public static AcknowledgeRequest? Parse(ReadOnlyMemory<byte> body, out Problem? problem)
    {
        problem = null;
        if (body.IsEmpty)
        {
            return new(Note: null);
        }

        try
        {
            using var document = JsonDocument.Parse(body, JsonFields.Strict);
            var errors = new FieldErrors();
            var request = new AcknowledgeRequest(ReadNote(document.RootElement, errors));
            problem = errors.ToProblem();
            return problem is null ? request : null;
        }
        catch (JsonException exception)
        {
            problem = JsonFields.NotJson(exception);
            return null;
        }
    }

    private static string? ReadNote(JsonElement root, FieldErrors errors)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("#", $"expected an object; got {JsonFields.Describe(root)}");
            return null;
        }

        errors.AddUnknown(root, "#", ["note"]);
        return root.TryGetProperty("note", out var note) && note.ValueKind != JsonValueKind.Null
            ? errors.ReadText(root, "note", CheckNote)
            : null;
    }

    private static string? CheckNote(string note) => note.Length is 0 or > MaximumNoteLength
        ? $"expected 1 to {MaximumNoteLength} characters; got {note.Length}"
        : null;
}
