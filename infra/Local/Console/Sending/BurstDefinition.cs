using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Sending;

/// <summary>Many requests of one kind, to see what the system does with them.</summary>
internal sealed record BurstDefinition
{
    public required string Name { get; init; }

    /// <summary>The route's key: <c>POST /things</c>.</summary>
    public required string Route { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What is counted: <c>readings</c>.</summary>
    public string Unit { get; init; } = "requests";

    public int Count { get; init; } = 100;

    public double Seconds { get; init; } = 10;

    /// <summary>How many send at the same time.</summary>
    public int Clients { get; init; } = 8;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Null for the route's own.</summary>
    public string? Path { get; init; }

    /// <summary>With placeholders (<see cref="SampleValues"/>).</summary>
    public JsonNode? Body { get; init; }

    /// <summary>The body's list that has several of what is counted; null when a request is one.</summary>
    public BurstRepeat? Repeat { get; init; }
}

/// <summary>A list in a burst's body whose only element stands for several.</summary>
/// <param name="Member">The body's member.</param>
/// <param name="PerRequest">How many a request has at most.</param>
internal sealed record BurstRepeat(string Member, int PerRequest);
