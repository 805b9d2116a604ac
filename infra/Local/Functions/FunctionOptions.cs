namespace SensorWatch.Local.Functions;

/// <summary>How functions run on this machine.</summary>
public sealed record FunctionOptions
{
    /// <summary>
    /// Processes of one function at most, 1 or more: twice the processors, and 4 at least, by default. AWS would start up
    /// to 1,000 environments; here, more processes than that only take each other's time. Invocations beyond it wait.
    /// </summary>
    public int MaximumEnvironments { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>How long an environment may have nothing to do before its process ends: 60 s by default.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a process may take until it asks for its first invocation: AWS's 10 s by default.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    /// </summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
