namespace SensorWatch.Infra.Patterns;

/// <summary>
/// A predicate that EventBridge can't say, or would understand differently from C#. The message quotes the predicate as it is
/// written, names the part and the reason, and tells what can be written instead.
/// </summary>
public sealed class PatternNotSupportedException : ConfigurationException
{
    internal PatternNotSupportedException(string part, string reason, string instead)
        : this(part, reason, instead, "")
    {
    }

    private PatternNotSupportedException(string part, string reason, string instead, string predicate)
        : base(MessageOf(part, reason, instead, predicate))
    {
        Part = part;
        Reason = reason;
        Instead = instead;
    }

    /// <summary>The part of the predicate that can't be said, as C#; empty for the whole.</summary>
    public string Part { get; }

    /// <summary>Why not.</summary>
    public string Reason { get; }

    /// <summary>What can be written instead.</summary>
    public string Instead { get; }

    /// <summary>The same, with the whole predicate quoted.</summary>
    internal PatternNotSupportedException In(string predicate) => new(Part, Reason, Instead, predicate);

    private static string MessageOf(string part, string reason, string instead, string predicate)
    {
        var place = (predicate, part) switch
        {
            ("", _) => $"`{part}`",
            (_, "") => $"`{predicate}`",
            _ => $"`{part}` in `{predicate}`",
        };
        return $"No event pattern can say {place}: {reason} {instead}".TrimEnd();
    }
}
