using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Flow;

/// <summary>What may stand in a field of an event that nobody has seen yet.</summary>
internal sealed class FieldValues
{
    private readonly IReadOnlyList<Glob>? _texts;
    private readonly bool _isTold;

    private FieldValues(IReadOnlyList<Glob>? texts, bool isTold)
    {
        _texts = texts;
        _isTold = isTold;
    }

    /// <summary>Any value, or none.</summary>
    public static FieldValues Anything { get; } = new(null, isTold: true);

    /// <summary>Nothing in the template says, so that only what takes every value takes it.</summary>
    public static FieldValues Untold { get; } = new(null, isTold: false);

    /// <summary>The field isn't there.</summary>
    public static FieldValues Absent { get; } = new([], isTold: true);

    public static FieldValues Texts(params IReadOnlyList<Glob> texts) => new(texts, isTold: true);

    /// <summary>Whether a value may stand here that one of a pattern's matchers takes.</summary>
    /// <param name="matchers">A field's list in a pattern: <c>["ALARM", {"prefix": "x"}]</c>.</param>
    public bool MayMatch(JsonArray matchers) => matchers.Any(matcher => matcher switch
    {
        JsonObject { Count: 1 } named => MayMatch(named.First().Key, named.First().Value),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => IsMet([Glob.Literal(value.GetValue<string>())], ignoreCase: false),
        _ => _isTold && _texts is null,
    });

    private bool MayMatch(string name, JsonNode? operand)
    {
        switch (name)
        {
            case "exists":
                return operand?.GetValueKind() == JsonValueKind.False ? _texts is null or [] && _isTold : _texts is not [];
            case "anything-but":
                return _texts is null
                    ? _isTold
                    : Sets(operand) is not { } excluded || _texts.Any(text => !excluded.Sets.Any(set => Covers(set, text, excluded.IgnoreCase)));
            case "numeric" or "cidr":
                return _isTold && _texts is null;
            default:
                return Set(name, operand) is { } set ? IsMet(set.Sets, set.IgnoreCase) : _isTold;
        }
    }

    private bool IsMet(IReadOnlyList<Glob> sets, bool ignoreCase) => _texts is null
        ? _isTold || sets.Any(set => set.IsAny)
        : _texts.Any(text => sets.Any(set => ignoreCase ? set.Folded().Meets(text.Folded()) : set.Meets(text)));

    private static bool Covers(Glob set, Glob text, bool ignoreCase) => ignoreCase ? set.Folded().Covers(text.Folded()) : set.Covers(text);

    /// <summary>What <c>anything-but</c> leaves out: texts, or one operator; null when that isn't known.</summary>
    private static (IReadOnlyList<Glob> Sets, bool IgnoreCase)? Sets(JsonNode? operand) => operand is JsonObject { Count: 1 } named
        ? Set(named.First().Key, named.First().Value)
        : ([.. Texts(operand).Select(Glob.Literal)], false);

    /// <summary>The texts that an operator takes; null for one that isn't on texts, or isn't known.</summary>
    private static (IReadOnlyList<Glob> Sets, bool IgnoreCase)? Set(string name, JsonNode? operand)
    {
        // {"prefix": {"equals-ignore-case": "x"}}
        var ignoreCase = name == "equals-ignore-case";
        if (operand is JsonObject { Count: 1 } inner && inner.First().Key == "equals-ignore-case")
        {
            (ignoreCase, operand) = (true, inner.First().Value);
        }

        Func<string, Glob>? make = name switch
        {
            "exactly" or "equals-ignore-case" => Glob.Literal,
            "prefix" => Glob.Prefix,
            "suffix" => Glob.Suffix,
            "wildcard" => Glob.OfWildcard,
            _ => null,
        };
        return make is null ? null : ([.. Texts(operand).Select(make)], ignoreCase);
    }

    private static IEnumerable<string> Texts(JsonNode? operand) =>
        (operand as JsonArray ?? [operand?.DeepClone()]).OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String)
            .Select(value => value.GetValue<string>());
}
