using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local;

/// <summary>Makes a matcher of an EventBridge event pattern; also filters of event source mappings are such patterns.</summary>
/// <param name="pattern">The pattern.</param>
/// <returns>Says whether an event matches.</returns>
/// <exception cref="FormatException">The pattern is invalid; the message is the reason.</exception>
public delegate Func<JsonElement, bool> CompilePattern(JsonObject pattern);
