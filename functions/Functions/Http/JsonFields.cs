using System.Text.Json;

namespace SensorWatch.Functions.Http;

/// <summary>What reading a request's body by hand needs: by hand, so that one answer names every field at fault.</summary>
internal static class JsonFields
{
    /// <summary>A name that comes twice is an error, since nobody knows which was meant.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static Problem NotJson(JsonException exception) =>
        new(400, "The body is not JSON", $"Expected a JSON object; {exception.Message}");

    /// <summary>A value as an error message quotes it.</summary>
    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ when element.GetRawText() is var text && text.Length <= 80 => text,
        _ => $"{element.GetRawText()[..80]}…",
    };
}
