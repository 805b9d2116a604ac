using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>How much an alert matters.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Somebody should look at it in working hours.</summary>
    Warning,

    /// <summary>Somebody must be told now.</summary>
    Critical,
}
