using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Invocations;

/// <summary>An event that a function can be invoked with.</summary>
/// <param name="Name">For people: where it would come from.</param>
/// <param name="Payload">The event.</param>
internal sealed record NamedPayload(string Name, JsonNode Payload);
