using System.Diagnostics;
using System.Text;
using CsCheck;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>
/// Nothing that someone writes makes the parser fail otherwise than by refusing it, or makes it or the matcher work for longer than
/// the text's length explains. The bounds are far above what is needed, and far below what squares of these sizes take.
/// </summary>
public class HostilePatternTests
{
    private const int Times = 20_000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly Gen<string> Piece = Gen.OneOf(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "*", "$or", "\"$or\":[{", "\"exists\"", "\"numeric\"", "\"cidr\":\"", "anything-but", "\"wildcard\":\"",
        "null", "true", "-1e999", "0.1", "\\ud800", "\\u0000", "\0", "\ud800", "ß", "/", ">=", "::1", "1.2.3.4/33", " ");

    [Fact]
    public void Any_text_is_a_pattern_or_refused_as_one() => Piece.Array[0, 30].Select(string.Concat).Sample(Try, iter: Times);

    [Fact]
    public void Any_bytes_are_a_pattern_or_refused_as_one() => Gen.Byte.Array[0, 60].Select(Encoding.Latin1.GetString).Sample(Try, iter: Times);

    [Fact]
    public void A_pattern_in_which_something_is_changed_is_a_pattern_or_refused_as_one() =>
        Gen.Select(PatternGenerators.Pattern, Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 5], Piece).Array[1, 3]).Sample(
            (pattern, changes) => Try(changes.Aggregate(pattern, (text, change) =>
            {
                var at = change.Item1 % (text.Length + 1);
                return text[..at] + change.Item3 + text[Math.Min(text.Length, at + change.Item2)..];
            })),
            iter: Times);

    [Theory]
    [InlineData("{\"a\":", "[1]", "}", 100_000)]
    [InlineData("[", "", "]", 100_000)]
    [InlineData("{\"a\":[", "1", "]}", 100_000)]
    [InlineData("{\"$or\":[{\"a\":[1]},", "{\"b\":[1]}", "]}", 30)]
    public void Depth_is_refused_or_taken(string open, string inner, string close, int depth) =>
        InTime(() => Try(Repeat(open, depth) + inner + Repeat(close, depth)));

    [Fact]
    public void A_path_of_many_keys_is_taken() =>
        InTime(() => PatternMatch.Matches($$"""{"{{Repeat("a.", 100_000)}}b":[1]}""", $$"""{"{{Repeat("a.", 100_000)}}b":1}""").ShouldBeTrue());

    [Fact]
    public void Or_beside_or_is_refused_when_it_makes_too_many_combinations() => InTime(() =>
        Should.Throw<EventPatternException>(() => EventPattern.Parse(
            "{" + string.Join(',', Enumerable.Range(0, 500).Select(number => $$"""
                "field{{number}}":{"$or":[{"a":[1]},{"b":[1]}]}
                """)) + "}"))
            .Reason.ShouldContain("1000"));

    [Theory]
    [InlineData("*a", 500, "a", "*b")]
    [InlineData("*aab", 300, "a", "*")]
    [InlineData("a", 1, "a", "*b*c")]
    public void A_wildcard_takes_time_by_the_length_of_the_text(string repeated, int times, string text, string end) => InTime(() =>
        PatternMatch.ValueMatches($$"""{"wildcard":"{{Repeat(repeated, times)}}{{end}}"}""", $"\"{Repeat(text, 1_000_000)}\"").ShouldBeFalse());

    [Fact]
    public void A_long_part_of_a_wildcard_takes_time_by_the_length_of_the_text() => InTime(() =>
    {
        var half = Repeat("a", 20_000);
        PatternMatch.ValueMatches($$"""{"wildcard":"*{{half}}b{{half}}*"}""", $"\"{Repeat("a", 2_000_000)}\"").ShouldBeFalse();
    });

    [Theory]
    [InlineData("""{"e":{"x":[1],"y":[2]}}""", """{"x":1},{"y":2}""")]
    [InlineData("""{"e":{"x":[1],"y":[{"exists":false}]}}""", """{"x":1,"y":2},{"y":3}""")]
    [InlineData("""{"e":{"f":{"x":[1],"y":[2]},"g":{"y":[2]}}}""", """{"f":[{"x":1},{"y":2}],"g":[{"y":2}]}""")]
    [InlineData("""{"e":{"x":[1],"y":[2],"z":[3]}}""", """{"x":1,"y":2},{"x":1,"z":3},{"y":2,"z":3}""")]
    public void A_huge_array_takes_time_by_its_length(string pattern, string elements) => InTime(() =>
        PatternMatch.Matches(pattern, $$"""{"e":[{{string.Join(',', Enumerable.Repeat(elements, 30_000))}}]}""").ShouldBeFalse());

    [Fact]
    public void Huge_arrays_beside_each_other_take_time_by_their_lengths()
    {
        const string Pattern = """{"e":{"f":{"x":[1]},"g":{"x":[1]},"h":{"x":[1],"y":[2]}},"i":{"x":[1]},"j":{"x":[1],"y":[2]}}""";
        var array = $"[{string.Join(',', Enumerable.Repeat("""{"x":1},{"y":2}""", 20_000))}]";

        InTime(() => PatternMatch.Matches(Pattern, $$"""{"e":[{"f":{{array}},"g":{{array}},"h":{{array}}}],"i":{{array}},"j":{{array}}}""").ShouldBeFalse());
    }

    private static void Try(string pattern)
    {
        try
        {
            PatternMatch.Matches(pattern, """{"a":[{"b":"x"},null,5],"b":{"c":"xyx"},"d":1e999}""");
        }
        catch (EventPatternException refusal)
        {
            refusal.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }

    private static void InTime(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        watch.Elapsed.ShouldBeLessThan(Bound);
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
