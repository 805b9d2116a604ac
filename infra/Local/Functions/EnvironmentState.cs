namespace SensorWatch.Local.Functions;

/// <summary>Where an execution environment stands between two calls of the Runtime API.</summary>
internal enum EnvironmentState
{
    /// <summary>The process starts; it hasn't asked for an invocation.</summary>
    Starting,

    /// <summary>It waits for an invocation.</summary>
    Ready,

    /// <summary>It has one.</summary>
    Busy,

    /// <summary>It has answered, and not yet asked for the next.</summary>
    Responded,

    /// <summary>The process has ended or is being ended.</summary>
    Ended,
}
