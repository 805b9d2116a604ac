using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Sending;

/// <summary>An event contract as the console shows it.</summary>
internal sealed record ContractView
{
    public required string DetailType { get; init; }

    public required string Source { get; init; }

    /// <summary>The bus's name.</summary>
    public required string Bus { get; init; }

    /// <summary>The schema's; null when it has none.</summary>
    public string? Version { get; init; }

    public string? Description { get; init; }

    /// <summary>Of the detail, without references; null when it isn't known.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>The first example; null without one.</summary>
    public ContractDetail? Example { get; init; }

    /// <summary>The contract's own example first, then the app's.</summary>
    public required IReadOnlyList<ContractExample> Examples { get; init; }

    /// <summary>Labels of the rules that take it.</summary>
    public required IReadOnlyList<string> Rules { get; init; }
}

/// <summary>An event's detail, with placeholders (<see cref="SampleValues"/>).</summary>
internal sealed record ContractDetail(JsonObject Detail);

/// <summary>A named example of an event.</summary>
internal sealed record ContractExample(string Name, JsonObject Detail);
