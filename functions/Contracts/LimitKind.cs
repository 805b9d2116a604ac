using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>The four limits that a sensor may have. Each is judged by itself and has an alert of its own.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LimitKind>))]
public enum LimitKind
{
    LowCritical,
    LowWarning,
    HighWarning,
    HighCritical,
}
