using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>What a function's templates want of its asynchronous invocations.</summary>
/// <param name="Function">The function.</param>
/// <param name="Config">Its <c>AWS::Lambda::EventInvokeConfig</c>; null for Lambda's defaults.</param>
internal sealed record AsynchronousSettings(FunctionResource Function, EventInvokeConfigResource? Config)
{
    /// <summary>How often a failed invocation is tried again: 2 by default.</summary>
    public int MaximumRetryAttempts => Config?.MaximumRetryAttempts ?? 2;

    /// <summary>The age at which an invocation is given up: 6 hours by default.</summary>
    public TimeSpan MaximumEventAge => TimeSpan.FromSeconds(Config?.MaximumEventAgeSeconds ?? 21_600);
}
