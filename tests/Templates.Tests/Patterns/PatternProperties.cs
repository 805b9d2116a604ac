using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>Properties of patterns over generated patterns and events, against a simple second opinion. A failure prints its seed.</summary>
public class PatternProperties
{
    private const int Times = 5_000;

    private static readonly Gen<string> Key = Gen.OneOf("a", "b", "c", "d", "$or", "ä");

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Int[-3, 3].Select(number => (JsonNode?)number),
        Gen.OneOf("", "x", "xy", "10.0.0.1", "::1", "5").Select(text => (JsonNode?)text),
        Gen.Bool.Select(value => (JsonNode?)value),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, tree) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (2, Gen.Dictionary(Key, tree)[0, 3].Select(members => (JsonNode?)new JsonObject(members.Select(Detached)))),
            (1, tree.List[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])))));

    private static readonly Gen<JsonObject> Event = Gen.Dictionary(Key, Tree)[1, 4].Select(members => new JsonObject(members.Select(Detached)));

    /// <summary>Decimals in which the digits, not their place, may make a double give up.</summary>
    private static readonly Gen<decimal> Number = Gen.OneOf(
        Gen.Int[-20, 20].Select(number => (decimal)number),
        Gen.Select(Gen.Long, Gen.Int[0, 6], (digits, scale) => new decimal(digits) / (decimal)Math.Pow(10, scale)));

    [Fact]
    public void Numbers_are_equal_when_their_decimals_are_and_a_double_carries_them() => Gen.Select(Number, Number).Sample((left, right) =>
    {
        var (leftText, rightText) = (Text(left), Text(right));
        var expected = Carried(left) && Carried(right) ? left == right : leftText == rightText;
        PatternMatch.ValueMatches(leftText, rightText).ShouldBe(expected);
        PatternMatch.ValueMatches(leftText, leftText).ShouldBeTrue();
    }, iter: Times);

    [Fact]
    public void A_number_in_another_notation_is_the_same_number() => Gen.Select(Gen.Int.Where(digits => digits != 0), Gen.Int[0, 8], Gen.Int[0, 3]).Sample((digits, scale, zeros) =>
    {
        var shifted = $"{digits}{new string('0', zeros)}e-{scale + zeros}";
        PatternMatch.ValueMatches(Text(digits / (decimal)Math.Pow(10, scale)), shifted).ShouldBeTrue();
    }, iter: Times);

    [Fact]
    public void Numeric_orders_numbers_as_decimals_do() => Gen.Select(Number.Where(Carried), Number.Where(Carried)).Sample((bound, value) =>
    {
        Numeric("=").ShouldBe(value == bound);
        Numeric("<").ShouldBe(value < bound);
        Numeric("<=").ShouldBe(value <= bound);
        Numeric(">").ShouldBe(value > bound);
        Numeric(">=").ShouldBe(value >= bound);

        bool Numeric(string comparison) =>
            PatternMatch.ValueMatches($$"""{"numeric": ["{{comparison}}", {{Text(bound)}}]}""", Text(value));
    }, iter: Times);

    [Fact]
    public void An_event_taken_as_a_pattern_matches_itself() =>
        Event.Where(@event => AsPattern(@event) is not null).Sample(@event =>
            PatternMatch.Matches(AsPattern(@event)!.ToJsonString(), @event.ToJsonString()).ShouldBeTrue(), iter: Times);

    [Fact]
    public void Dots_and_nesting_are_the_same_in_pattern_and_event() => Gen.Select(Event, Event).Sample((one, other) =>
    {
        if (AsPattern(one) is { } pattern)
        {
            var expected = PatternMatch.Matches(pattern.ToJsonString(), other.ToJsonString());
            PatternMatch.Matches(Flat(pattern).ToJsonString(), other.ToJsonString()).ShouldBe(expected);
            PatternMatch.Matches(pattern.ToJsonString(), Flat(other).ToJsonString()).ShouldBe(expected);
        }
    }, iter: Times);

    [Fact]
    public void Anything_but_is_the_opposite_for_every_scalar_that_is_there() =>
        Gen.Select(Gen.OneOf(Gen.Int[-3, 3].Select(number => (JsonNode)number), Gen.OneOf("", "x", "5").Select(text => (JsonNode)text)), Scalar)
            .Sample((excluded, value) =>
            {
                var (literal, leaf) = (excluded.ToJsonString(), value?.ToJsonString() ?? "null");
                PatternMatch.ValueMatches($$"""{"anything-but": {{literal}}}""", leaf).ShouldBe(!PatternMatch.ValueMatches(literal, leaf));
            }, iter: Times);

    [Fact]
    public void A_wildcards_star_may_stand_for_any_part_of_the_text() =>
        Gen.Select(Letters("ab*").Where(text => !text.Contains("**", StringComparison.Ordinal)), Letters("ab")).Sample((wildcard, text) =>
            PatternMatch.ValueMatches($$"""{"wildcard": "{{wildcard}}"}""", $"\"{text}\"").ShouldBe(StarMatches(wildcard, text)), iter: Times);

    [Fact]
    public void A_CIDR_block_holds_the_addresses_that_share_its_first_bits() => Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 31]).Sample((one, other, bits) =>
    {
        // Half of the addresses are near the block.
        var address = other % 2 == 0 ? other : one ^ (other >> bits);
        var mask = bits == 0 ? 0 : uint.MaxValue << (32 - bits);
        PatternMatch.ValueMatches($$"""{"cidr": "{{Ip(one)}}/{{bits}}"}""", $"\"{Ip(address)}\"").ShouldBe((one & mask) == (address & mask));
    }, iter: Times);

    [Fact]
    public void Or_is_the_or_of_its_patterns() => Gen.Select(Event, Event, Event).Sample((one, two, @event) =>
    {
        if (AsPattern(one) is { } left && AsPattern(two) is { } right)
        {
            var or = new JsonObject { ["$or"] = new JsonArray(left.DeepClone(), right.DeepClone()) };
            PatternMatch.Matches(or.ToJsonString(), @event.ToJsonString()).ShouldBe(
                PatternMatch.Matches(left.ToJsonString(), @event.ToJsonString()) || PatternMatch.Matches(right.ToJsonString(), @event.ToJsonString()));
        }
    }, iter: Times);

    [Fact]
    public void Any_JSON_is_a_pattern_or_refused_as_one() => Event.Sample(json =>
    {
        try
        {
            PatternMatch.Matches(json.ToJsonString(), json.ToJsonString());
        }
        catch (EventPatternException exception)
        {
            exception.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }, iter: Times);

    private static KeyValuePair<string, JsonNode?> Detached(KeyValuePair<string, JsonNode?> member) =>
        KeyValuePair.Create(member.Key, member.Value?.DeepClone());

    /// <summary>The pattern of an event's scalars, null when it has none; of an array, those of its first element that has any.</summary>
    private static JsonObject? AsPattern(JsonObject @event)
    {
        var pattern = new JsonObject();
        foreach (var (key, value) in @event)
        {
            var node = value is JsonArray items ? items.Select(Part).FirstOrDefault(part => part is not null) : Part(value);

            // With a list, a field of this name could be the operator.
            if (node is not null && key != "$or")
            {
                pattern.Add(key, node);
            }
        }

        return pattern.Count > 0 ? pattern : null;

        static JsonNode? Part(JsonNode? value) => value switch
        {
            JsonObject nested => AsPattern(nested),
            JsonArray => null,
            _ => new JsonArray(value?.DeepClone()),
        };
    }

    /// <summary>The same object with dotted keys in place of nested objects; arrays stay as they are.</summary>
    private static JsonObject Flat(JsonObject nested)
    {
        var flat = new JsonObject();
        foreach (var (key, value) in nested)
        {
            if (value is JsonObject { Count: > 0 } inner)
            {
                foreach (var (innerKey, innerValue) in Flat(inner))
                {
                    flat.Add($"{key}.{innerKey}", innerValue?.DeepClone());
                }
            }
            else
            {
                flat.Add(key, value?.DeepClone());
            }
        }

        return flat;
    }

    /// <summary>Tries every length for each star.</summary>
    private static bool StarMatches(string wildcard, string text) => wildcard switch
    {
        "" => text.Length == 0,
        ['*', .. var rest] => Enumerable.Range(0, text.Length + 1).Any(start => StarMatches(rest, text[start..])),
        _ => text.Length > 0 && text[0] == wildcard[0] && StarMatches(wildcard[1..], text[1..]),
    };

    private static Gen<string> Letters(string alphabet) => Gen.Char[alphabet].Array[0, 12].Select(letters => new string(letters));

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the way through a double leaves the decimal as it is.</summary>
    private static bool Carried(decimal number) =>
        decimal.TryParse(((double)number).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var back)
        && back == number;

    private static string Ip(uint address) => new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]).ToString();
}
