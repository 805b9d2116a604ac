using System.Net;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Patterns;

/// <summary>
/// What EventBridge can ask and C# has no word for. In a predicate each becomes EventBridge's operator; called, each answers the
/// same as EventBridge would.
/// </summary>
public static class Pattern
{
    /// <summary>
    /// The greatest integer up to which all have a <c>double</c> of their own. EventBridge compares numbers as such, so a
    /// comparison of a <c>long</c> has bounds on both sides, and none beyond this or its negative.
    /// </summary>
    public const long MaxExactInteger = 9_007_199_254_740_991;

    /// <summary>
    /// Whether a text looks like this: <c>*</c> stands for any characters or none, <c>\*</c> and <c>\\</c> for themselves.
    /// Null looks like nothing.
    /// </summary>
    /// <exception cref="ArgumentException">Two stars in a row, or another escape.</exception>
    public static bool Like(string? text, string wildcard) => ParseWildcard(wildcard) is var parsed && text is not null && parsed.Matches(text);

    /// <summary>
    /// Whether a text is an IP address in a range such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>. Null and other texts are not.
    /// </summary>
    /// <exception cref="ArgumentException">The range isn't one, or is one address alone.</exception>
    public static bool IsInRange(string? address, string range) =>
        ParseRange(range) is var network && address is not null && IpAddress.Read(address) is { } ip && network.Contains(ip);

    internal static Wildcard ParseWildcard(string wildcard)
    {
        ArgumentNullException.ThrowIfNull(wildcard);
        try
        {
            return Wildcard.Parse(wildcard, "wildcard");
        }
        catch (EventPatternException exception)
        {
            throw new ArgumentException($"'{wildcard}' is no wildcard: {exception.Reason}.", nameof(wildcard), exception);
        }
    }

    /// <summary>EventBridge takes neither one address alone (/32, /128) nor a version 4 range in the form of version 6.</summary>
    internal static IPNetwork ParseRange(string range)
    {
        ArgumentNullException.ThrowIfNull(range);
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && IpAddress.Read(range[..slash]) is { } address
            && IPNetwork.TryParse($"{address}{range[slash..]}", out var network)
            && network.PrefixLength < address.GetAddressBytes().Length * 8
                ? network
                : throw new ArgumentException(
                    $"'{range}' is no IP range; expected one such as 10.0.0.0/8 or 2001:db8::/32, of more than one address.",
                    nameof(range));
    }
}
