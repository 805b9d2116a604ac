using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Patterns.Values;

internal enum TextOperator
{
    Equals,
    StartsWith,
    EndsWith,
    Like,
    EqualsIgnoringCase,
    StartsWithIgnoringCase,
    EndsWithIgnoringCase,
    IsInRange,
}

/// <summary>What one of EventBridge's operators matches.</summary>
internal sealed record TextTerm(TextOperator Operator, string Value)
{
    /// <summary>CDK's stand-in for a text that is known when the stack is deployed.</summary>
    private const string Token = "${Token[";

    /// <summary>Whether the text is known now, so that it can be compared with others.</summary>
    public bool IsKnown => !Value.Contains(Token, StringComparison.Ordinal);

    public bool Matches(string text) => Operator switch
    {
        TextOperator.Equals => text == Value,
        TextOperator.StartsWith => text.StartsWith(Value, StringComparison.Ordinal),
        TextOperator.EndsWith => text.EndsWith(Value, StringComparison.Ordinal),
        TextOperator.Like => Pattern.Like(text, Value),
        TextOperator.EqualsIgnoringCase => text.Equals(Value, StringComparison.OrdinalIgnoreCase),
        TextOperator.StartsWithIgnoringCase => text.StartsWith(Value, StringComparison.OrdinalIgnoreCase),
        TextOperator.EndsWithIgnoringCase => text.EndsWith(Value, StringComparison.OrdinalIgnoreCase),
        _ => Pattern.IsInRange(text, Value),
    };

    /// <summary>What both match, as terms of which one must match; null when no terms say so.</summary>
    public IReadOnlyList<TextTerm>? And(TextTerm other)
    {
        if (this == other)
        {
            return [this];
        }

        if (!IsKnown || !other.IsKnown)
        {
            return null;
        }

        return (Operator, other.Operator) switch
        {
            (TextOperator.Equals, _) => other.Matches(Value) ? [this] : [],
            (_, TextOperator.Equals) => Matches(other.Value) ? [other] : [],
            (TextOperator.StartsWith, TextOperator.StartsWith) or (TextOperator.EndsWith, TextOperator.EndsWith) =>
                Matches(other.Value) ? [other] : other.Matches(Value) ? [this] : [],
            (TextOperator.StartsWith, TextOperator.EndsWith) => Between(Value, other.Value),
            (TextOperator.EndsWith, TextOperator.StartsWith) => Between(other.Value, Value),
            _ => null,
        };
    }

    /// <summary>The term as an entry of a field's list.</summary>
    public JsonNode ToMatcher() => Operator switch
    {
        // EventBridge takes two ways to write one IP address for the same; of a wildcard, it compares the text.
        TextOperator.Equals => IpAddress.Read(Value) is null ? Value : new JsonObject { ["wildcard"] = AsWildcard },
        TextOperator.StartsWith => new JsonObject { ["prefix"] = Value },
        TextOperator.EndsWith => new JsonObject { ["suffix"] = Value },
        TextOperator.Like => new JsonObject { ["wildcard"] = Value },
        TextOperator.EqualsIgnoringCase => new JsonObject { ["equals-ignore-case"] = Value },
        TextOperator.StartsWithIgnoringCase => new JsonObject { ["prefix"] = new JsonObject { ["equals-ignore-case"] = Value } },
        TextOperator.EndsWithIgnoringCase => new JsonObject { ["suffix"] = new JsonObject { ["equals-ignore-case"] = Value } },
        _ => new JsonObject { ["cidr"] = Value },
    };

    /// <summary>The wildcard that matches the same; null when none does.</summary>
    public string? AsWildcard => Operator switch
    {
        _ when !IsKnown => null,
        TextOperator.Equals => Escape(Value),
        TextOperator.StartsWith => $"{Escape(Value)}*",
        TextOperator.EndsWith => $"*{Escape(Value)}",
        TextOperator.Like => Value,
        _ => null,
    };

    /// <summary>The text with nothing in it that a wildcard would take for its own.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    /// <summary>Texts that begin and end so: those in which both overlap, and the others.</summary>
    private static List<TextTerm> Between(string start, string end)
    {
        var terms = new List<TextTerm>();
        for (var shared = Math.Min(start.Length, end.Length); shared > 0; shared--)
        {
            if (start.AsSpan(start.Length - shared).SequenceEqual(end.AsSpan(0, shared)))
            {
                terms.Add(new(TextOperator.Equals, start + end[shared..]));
            }
        }

        terms.Add(new(TextOperator.Like, $"{Escape(start)}*{Escape(end)}"));
        return terms;
    }
}
