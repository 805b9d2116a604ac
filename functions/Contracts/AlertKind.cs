using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>What an alert is about.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertKind>))]
public enum AlertKind
{
    /// <summary>A reading is beyond one of its sensor's limits.</summary>
    Limit,

    /// <summary>A sensor that should have reported hasn't.</summary>
    Silence,

    /// <summary>A CloudWatch alarm of the system itself.</summary>
    System,
}
