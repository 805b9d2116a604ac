namespace SensorWatch.EndToEnd.Tests;

/// <summary>One system at a time: each starts processes, and all share the synthesized templates.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndCollection
{
    public const string Name = "end to end";
}
