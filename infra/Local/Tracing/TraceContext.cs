namespace SensorWatch.Local.Tracing;

/// <summary>
/// What the code that runs is doing something for. It goes along with asynchronous calls and into the database's work, so
/// that services need not hand it from one to the other.
/// </summary>
/// <param name="Node">The node of the flow graph that does it; null for somebody outside.</param>
/// <param name="Steps">The steps that it is done for.</param>
internal sealed record TraceContext(string? Node, IReadOnlyList<string> Steps)
{
    private static readonly AsyncLocal<TraceContext?> Ambient = new();

    /// <summary>What those steps carry; a message with the same body need not keep it once more.</summary>
    public string? Text { get; init; }

    /// <summary>The context of the code that runs: <see cref="Outside"/> where none was entered.</summary>
    public static TraceContext Current => Ambient.Value ?? Outside;

    /// <summary>Nobody here.</summary>
    public static TraceContext Outside { get; } = new(null, []);

    /// <summary>Makes it the context until the result is disposed of.</summary>
    public Scope Enter()
    {
        var before = Ambient.Value;
        Ambient.Value = this;
        return new(before);
    }

    /// <summary>Restores the context that was there before.</summary>
    public readonly struct Scope(TraceContext? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
