namespace SensorWatch.Templates.Patterns;

/// <summary>A pattern that EventBridge would refuse with <c>InvalidEventPatternException</c>.</summary>
public sealed class EventPatternException : Exception
{
    public EventPatternException(string reason, string path)
        : base($"{Preamble}{reason} at {path}")
    {
        Reason = reason;
        Path = path;
    }

    public EventPatternException(string reason, string path, Exception innerException)
        : base($"{Preamble}{reason} at {path}", innerException)
    {
        Reason = reason;
        Path = path;
    }

    private const string Preamble = "Event pattern is not valid. Reason: ";

    /// <summary>The reason in AWS's words.</summary>
    public string Reason { get; }

    /// <summary>Where in the pattern: <c>$.detail.price[0].numeric</c>.</summary>
    public string Path { get; }
}
