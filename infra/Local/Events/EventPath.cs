using System.Text.Json;
using System.Text.RegularExpressions;

namespace SensorWatch.Local.Events;

/// <summary>
/// A path into an event: the part of JSONPath that EventBridge knows, <c>$.detail.items[0].name</c> or
/// <c>$.detail['a name']</c>.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
/// </summary>
internal sealed partial class EventPath
{
    private readonly IReadOnlyList<(string? Member, int Index)> _steps;

    private EventPath(IReadOnlyList<(string? Member, int Index)> steps) => _steps = steps;

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EventPath Parse(string path)
    {
        var match = Syntax().Match(path);
        if (!match.Success)
        {
            throw new FormatException($"'{path}' is not a path that EventBridge knows: write it as $.detail.name or $.resources[0].");
        }

        return new([.. match.Groups["step"].Captures.Select(step => ReadStep(step.Value))]);
    }

    /// <summary>What the path leads to; null when there is nothing.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var current = root;
        foreach (var (member, index) in _steps)
        {
            var found = member is not null
                ? current.ValueKind == JsonValueKind.Object && current.TryGetProperty(member, out current)
                : TryGetElement(ref current, index);
            if (!found)
            {
                return null;
            }
        }

        return current;
    }

    private static bool TryGetElement(ref JsonElement current, int index)
    {
        if (current.ValueKind != JsonValueKind.Array || index >= current.GetArrayLength())
        {
            return false;
        }

        current = current[index];
        return true;
    }

    private static (string? Member, int Index) ReadStep(string step) => step switch
    {
        ['.', .. var name] => (name, 0),
        ['[', '\'' or '"', .. var name, '\'' or '"', ']'] => (name, 0),
        _ => (null, int.Parse(step.AsSpan(1, step.Length - 2))),
    };

    [GeneratedRegex("""\A\$(?<step>\.[^.\[\]'"\s*?@]+|\['[^']+'\]|\["[^"]+"\]|\[\d{1,9}\])*\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Syntax();
}
