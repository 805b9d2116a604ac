using System.Globalization;
using System.Net;

namespace SensorWatch.Templates.Access;

/// <summary>How an operator compares a policy's value with a request's.</summary>
/// <param name="Compare">The policy's value, the request's, and the request's context where the former may have variables.</param>
/// <param name="IsNegated">Whether the condition holds when nothing is equal.</param>
internal sealed record ConditionOperator(Func<string, string, AccessContext?, bool> Compare, bool IsNegated);

/// <summary>The table of operators: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html</summary>
internal static class ConditionOperators
{
    /// <summary>Asks whether the key is there, and compares nothing.</summary>
    public const string Null = "Null";

    private static readonly Dictionary<string, ConditionOperator> Table = new()
    {
        ["StringEquals"] = new(Text(StringComparison.Ordinal), false),
        ["StringNotEquals"] = new(Text(StringComparison.Ordinal), true),
        ["StringEqualsIgnoreCase"] = new(Text(StringComparison.OrdinalIgnoreCase), false),
        ["StringNotEqualsIgnoreCase"] = new(Text(StringComparison.OrdinalIgnoreCase), true),
        ["StringLike"] = new(Like, false),
        ["StringNotLike"] = new(Like, true),

        // Both names of each do the same.
        ["ArnEquals"] = new(Wildcard.MatchesArn, false),
        ["ArnLike"] = new(Wildcard.MatchesArn, false),
        ["ArnNotEquals"] = new(Wildcard.MatchesArn, true),
        ["ArnNotLike"] = new(Wildcard.MatchesArn, true),

        ["NumericEquals"] = new(Number(order => order == 0), false),
        ["NumericNotEquals"] = new(Number(order => order == 0), true),
        ["NumericLessThan"] = new(Number(order => order < 0), false),
        ["NumericLessThanEquals"] = new(Number(order => order <= 0), false),
        ["NumericGreaterThan"] = new(Number(order => order > 0), false),
        ["NumericGreaterThanEquals"] = new(Number(order => order >= 0), false),

        ["DateEquals"] = new(Date(order => order == 0), false),
        ["DateNotEquals"] = new(Date(order => order == 0), true),
        ["DateLessThan"] = new(Date(order => order < 0), false),
        ["DateLessThanEquals"] = new(Date(order => order <= 0), false),
        ["DateGreaterThan"] = new(Date(order => order > 0), false),
        ["DateGreaterThanEquals"] = new(Date(order => order >= 0), false),

        ["Bool"] = new(Text(StringComparison.OrdinalIgnoreCase), false),
        ["BinaryEquals"] = new(Text(StringComparison.Ordinal), false),
        ["IpAddress"] = new(IsInNetwork, false),
        ["NotIpAddress"] = new(IsInNetwork, true),
    };

    public static IEnumerable<string> Names => [.. Table.Keys, Null];

    public static ConditionOperator? Find(string name) => Table.GetValueOrDefault(name);

    private static Func<string, string, AccessContext?, bool> Text(StringComparison comparison) =>
        (expected, actual, variables) => string.Equals(Wildcard.Expand(expected, variables), actual, comparison);

    private static bool Like(string pattern, string actual, AccessContext? variables) => Wildcard.Matches(pattern, actual, ignoreCase: false, variables);

    private static Func<string, string, AccessContext?, bool> Number(Func<int, bool> fits) => (expected, actual, _) =>
        decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
        && decimal.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && fits(value.CompareTo(bound));

    private static Func<string, string, AccessContext?, bool> Date(Func<int, bool> fits) => (expected, actual, _) =>
        ToTime(expected) is { } bound && ToTime(actual) is { } value && fits(value.CompareTo(bound));

    /// <summary>ISO 8601, or seconds since 1970.</summary>
    private static DateTimeOffset? ToTime(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A network in CIDR form, or one address.</summary>
    private static bool IsInNetwork(string network, string address, AccessContext? variables) =>
        IPAddress.TryParse(address, out var value)
        && (IPNetwork.TryParse(network, out var range) ? range.Contains(value) : IPAddress.TryParse(network, out var single) && single.Equals(value));
}
