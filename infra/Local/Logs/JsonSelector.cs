using System.Globalization;
using System.Text.Json;

namespace SensorWatch.Local.Logs;

/// <summary>The place of a value in a JSON log event: <c>$.user.names[0]</c>, <c>$.['a.b']</c>.</summary>
internal sealed class JsonSelector
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonSelector(IReadOnlyList<Step> steps) => _steps = steps;

    /// <summary>Reads a selector from a position in a text.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static JsonSelector Parse(string text, ref int position)
    {
        if (position >= text.Length || text[position] != '$')
        {
            throw new FormatException($"a property selector, which begins with '$.', is expected at character {position + 1}.");
        }

        position++;
        var steps = new List<Step>();
        while (position < text.Length && text[position] is '.' or '[')
        {
            if (text[position] == '.')
            {
                position++;
            }

            steps.Add(position < text.Length && text[position] == '[' ? Bracket(text, ref position) : Member(text, ref position));
        }

        return new(steps);
    }

    /// <summary>The value there; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        foreach (var step in _steps)
        {
            var found = step switch
            {
                { Name: { } name } when root.ValueKind == JsonValueKind.Object => root.TryGetProperty(name, out var member) ? member : (JsonElement?)null,
                { Name: null, Index: var index } when root.ValueKind == JsonValueKind.Array => index < root.GetArrayLength() ? root[index] : null,
                _ => null,
            };
            if (found is not { } next)
            {
                return null;
            }

            root = next;
        }

        return root;
    }

    private static Step Member(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '_' or '-' or '@'))
        {
            position++;
        }

        return position > start ? new(text[start..position], 0) : throw new FormatException($"a property's name is expected at character {start + 1}.");
    }

    private static Step Bracket(string text, ref int position)
    {
        var end = text.IndexOf(']', position);
        var inside = end < 0 ? throw new FormatException($"the bracket at character {position + 1} is not closed.") : text[(position + 1)..end].Trim();
        position = end + 1;
        if (inside is ['\'', .., '\''] or ['"', .., '"'])
        {
            return new(inside[1..^1], 0);
        }

        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(null, index)
            : throw new FormatException($"[{inside}] is neither an index nor a property's name in quotes.");
    }

    /// <summary>One step inwards.</summary>
    /// <param name="Name">A property; null for an element of a list.</param>
    /// <param name="Index">The element.</param>
    private readonly record struct Step(string? Name, int Index);
}
