namespace SensorWatch.Local.Console.Invocations;

/// <summary>An invocation that began not long ago. Durations are in milliseconds.</summary>
internal sealed record RecentInvocation
{
    public const string Running = "running";

    public required string RequestId { get; init; }

    /// <summary>Leads to its story.</summary>
    public string StepId => StepIdOf(RequestId);

    /// <summary>When it was handed to an environment.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>running</c>, <c>ok</c>, <c>error</c> or <c>timeout</c>.</summary>
    public string Status { get; init; } = Running;

    public double? DurationMs { get; init; }

    public double? BilledMs { get; init; }

    /// <summary>INIT, when it was a cold start.</summary>
    public double? InitMs { get; init; }

    /// <summary>The most that the process has used; null when the system doesn't tell.</summary>
    public int? MemoryMb { get; init; }

    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>The step of an invocation.</summary>
    public static string StepIdOf(string requestId) => $"invocation:{requestId}";
}
