using System.Text.Json;
using CsCheck;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>
/// Patterns and events as JSON text, over few keys and values so that they often meet: every operator, dotted and duplicate keys,
/// arrays in arrays, <c>$or</c> beside and within fields.
/// </summary>
internal static class PatternGenerators
{
    private static readonly Gen<string> Key = Gen.OneOf("a", "b", "a", "b", "c", "a.b");

    private static readonly Gen<string> Word = Gen.OneOf("", "x", "xy", "yx", "xyx", "X", "Xy", "ä", "Ä", "5", "*", "10.0.0.1", "10.0.0.77", "010.0.0.1", "::1", "0:0:0:0:0:0:0:1", "1.2.3");

    private static readonly Gen<string> Number = Gen.OneOf(
        "0", "-0", "1", "1.0", "10e-1", "2", "5", "5.0", "-3", "300", "3.0e2", "0.1", "0.10", "9007199254740992", "9007199254740993", "0.3000000000000000001", "1e400");

    /// <summary>Numbers that <c>numeric</c> takes.</summary>
    private static readonly Gen<string> Bound = Gen.OneOf("0", "-0", "1.0", "2", "5", "-3", "3e2", "0.1");

    private static readonly Gen<string> Scalar = Gen.Frequency((4, Word.Select(Quote)), (3, Number), (1, Gen.OneOf("true", "false", "null")));

    private static readonly Gen<string> Affix = Gen.Frequency((2, Word.Select(Quote)), (1, Word.Select(word => Operator("equals-ignore-case", Quote(word)))));

    private static readonly Gen<string> WildcardText =
        Gen.OneOf("x", "y", "*", "X", "\\*", "\\\\").Array[0, 5].Select(string.Concat).Where(text => !text.Contains("**", StringComparison.Ordinal)).Select(Quote);

    private static readonly Gen<string> Excluded = Gen.OneOf(
        Word.Select(Quote),
        Bound,
        Word.Select(Quote).Array[1, 3].Select(List),
        Bound.Array[1, 3].Select(List),
        Word.Where(word => word.Length > 0).Select(word => Operator("prefix", Quote(word))),
        Word.Where(word => word.Length > 0).Select(Quote).Array[1, 2].Select(words => Operator("suffix", List(words))),
        Word.Select(Quote).Array[1, 2].Select(words => Operator("equals-ignore-case", List(words))),
        WildcardText.Array[1, 2].Select(words => Operator("wildcard", List(words))));

    private static readonly Gen<string> Range = Gen.OneOf(
        Gen.Select(Gen.OneOf("=", "<", "<=", ">", ">="), Bound, (comparison, bound) => List([Quote(comparison), bound])),
        Gen.Select(Gen.OneOf(">", ">="), Gen.Int[-3, 1], Gen.OneOf("<", "<="), Gen.Int[2, 6],
            (from, bottom, to, top) => List([Quote(from), $"{bottom}", Quote(to), $"{top}"])));

    private static readonly Gen<string> Value = Gen.Frequency(
        (6, Scalar),
        (1, Gen.OneOf(Affix.Select(affix => Operator("prefix", affix)), Affix.Select(affix => Operator("suffix", affix)))),
        (1, Word.Select(word => Operator("equals-ignore-case", Quote(word)))),
        (1, Word.Select(word => Operator("exactly", Quote(word)))),
        (1, WildcardText.Select(text => Operator("wildcard", text))),
        (1, Excluded.Select(excluded => Operator("anything-but", excluded))),
        (1, Range.Select(range => Operator("numeric", range))),
        (1, Gen.OneOf("10.0.0.0/24", "10.0.0.3/31", "::/64", "0.0.0.0/0").Select(block => Operator("cidr", Quote(block)))),
        (2, Gen.OneOf("true", "false").Select(value => Operator("exists", value))));

    /// <summary>A valid pattern, as JSON.</summary>
    public static readonly Gen<string> Pattern = Gen.Recursive<string>((depth, pattern) =>
    {
        var field = Gen.Select(Key, Value.Array[1, 3], (key, values) => $"{Quote(key)}:{List(values)}");
        var member = depth > 1 ? field : Gen.Frequency(
            (4, field),
            (2, Gen.Select(Key, pattern, (key, nested) => $"{Quote(key)}:{nested}")),
            (1, pattern.Array[2, 2].Select(members => $"\"$or\":{List(members)}")));
        return member.Array[1, 2].Select(Members);
    });

    /// <summary>An event, as JSON; keys may come twice.</summary>
    public static readonly Gen<string> Event = Gen.Select(Key, Gen.Recursive<string>((depth, tree) => depth > 4 ? Scalar : Gen.Frequency(
        (2, Scalar),
        (3, Gen.Select(Key, tree).Array[0, 4].Select(members => Members([.. members.Select(Member)]))),
        (2, tree.Array[0, 3].Select(List))))).Array[1, 4].Select(members => Members([.. members.Select(Member)]));

    private static string Member((string Key, string Value) member) => $"{Quote(member.Key)}:{member.Value}";

    private static string Members(string[] members) => $"{{{string.Join(',', members)}}}";

    private static string List(string[] items) => $"[{string.Join(',', items)}]";

    private static string Operator(string name, string operand) => $"{{{Quote(name)}:{operand}}}";

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
