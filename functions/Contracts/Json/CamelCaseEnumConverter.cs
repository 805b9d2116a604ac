using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Contracts.Json;

/// <summary>Enums as camelCase strings (<c>highCritical</c>); numbers are refused, since their meaning would depend on the order in the code.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
