using System.Text.Json;

namespace SensorWatch.Functions.Http;

/// <summary>Collects what is wrong with a request's fields.</summary>
internal sealed class FieldErrors
{
    /// <summary>An answer lists at most this many errors, so that a wrong file does not make a large answer.</summary>
    public const int Maximum = 50;

    private readonly List<FieldError> _errors = [];

    public int Count { get; private set; }

    /// <summary>Adds an error.</summary>
    /// <param name="pointer">See <see cref="FieldError.Pointer"/>.</param>
    /// <param name="detail">What was expected, and what came; null is no error.</param>
    public void Add(string pointer, string? detail)
    {
        if (detail is null)
        {
            return;
        }

        Count++;
        if (_errors.Count < Maximum)
        {
            _errors.Add(new(pointer, detail));
        }
    }

    /// <summary>Reads a text that must be there; the empty text if it is at fault.</summary>
    public string ReadText(JsonElement parent, string name, Func<string, string?> check)
    {
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind != JsonValueKind.String)
        {
            Add($"#/{name}", $"expected a string; got {JsonFields.Describe(element)}");
            return "";
        }

        var text = element.GetString()!;
        Add($"#/{name}", check(text));
        return text;
    }

    /// <summary>Adds an error for each member of an object that has none of the known names.</summary>
    public void AddUnknown(JsonElement parent, string pointer, IReadOnlyList<string> known)
    {
        foreach (var name in parent.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(name)))
        {
            // A JSON Pointer writes ~ as ~0 and / as ~1: RFC 6901, section 3.
            Add($"{pointer}/{name.Replace("~", "~0").Replace("/", "~1")}", $"expected one of {string.Join(", ", known)}; there is no such field");
        }
    }

    /// <summary>The answer to the request; null when there is no error.</summary>
    public Problem? ToProblem() => Count == 0 ? null : new(
        400,
        "The request is not valid",
        Count > _errors.Count
            ? $"{Count} fields are at fault, the first {_errors.Count} are listed; nothing of the request was accepted."
            : "Nothing of the request was accepted; mend the listed fields and send it again.")
    {
        Errors = _errors,
    };
}
