namespace SensorWatch.Local;

/// <summary>A resource of the deployment that AWS would refuse, or that the local run can't honour.</summary>
/// <param name="ResourcePath">Where it stands in the templates.</param>
/// <param name="Reason">What is wrong and how to mend it.</param>
public sealed record Refusal(string ResourcePath, string Reason)
{
    public override string ToString() => $"{ResourcePath}: {Reason}";
}

/// <summary>The deployment can't be run; the message has one line per refusal.</summary>
public sealed class RefusedException(IReadOnlyList<Refusal> refusals) : Exception(string.Join(Environment.NewLine, refusals))
{
    public IReadOnlyList<Refusal> Refusals { get; } = refusals;
}
