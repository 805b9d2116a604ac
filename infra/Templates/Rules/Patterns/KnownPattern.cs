using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>A pattern as far as it is known: a value that could not be resolved may be any.</summary>
internal static class KnownPattern
{
    /// <summary>The pattern; null when it is not one, or nothing of it is known.</summary>
    public static EventPattern? Parse(JsonObject? pattern)
    {
        try
        {
            return pattern is not null && Known(pattern) is { Count: > 0 } known ? EventPattern.Parse(known) : null;
        }
        catch (EventPatternException)
        {
            // The rule on grammar tells it; the others have nothing to say of what is no pattern.
            return null;
        }
    }

    /// <summary>Why EventBridge would refuse the pattern; null when it would not, or nobody can tell.</summary>
    public static EventPatternException? Refusal(JsonObject pattern)
    {
        try
        {
            var known = Known(pattern);
            if (known.Count > 0 || pattern.Count == 0)
            {
                EventPattern.Parse(known);
            }

            return null;
        }
        catch (EventPatternException exception)
        {
            return exception;
        }
    }

    /// <summary>The strings among a field's values.</summary>
    public static IReadOnlyList<string> Literals(PatternField field)
    {
        using var values = JsonDocument.Parse(field.Text);
        return [.. values.RootElement.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];
    }

    private static JsonObject Known(JsonObject pattern)
    {
        var known = new JsonObject();
        foreach (var (name, value) in pattern)
        {
            switch (value)
            {
                case JsonObject members when Known(members) is var below && (below.Count > 0 || members.Count == 0):
                    known.Add(name, below);
                    break;
                case JsonObject:
                    break;
                case JsonArray items:
                    known.Add(name, new JsonArray([.. items.Select(item => item switch
                    {
                        JsonObject alternative when name == "$or" => Known(alternative),
                        _ when Unresolved.IsIn(item) => new JsonObject { ["exists"] = true },
                        _ => item?.DeepClone(),
                    })]));
                    break;
                case JsonValue text when Unresolved.IsIn(text):
                    break;
                default:
                    known.Add(name, value?.DeepClone());
                    break;
            }
        }

        return known;
    }
}
