using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Http;

/// <summary>JSON of requests, answers and their bodies.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(HttpRequest))]
[JsonSerializable(typeof(HttpResponse))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ReadingsReceipt))]
[JsonSerializable(typeof(ReadingsPage))]
[JsonSerializable(typeof(SensorView))]
[JsonSerializable(typeof(SensorsPage))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(AlertsPage))]
[JsonSerializable(typeof(AuthorizerRequest))]
[JsonSerializable(typeof(AuthorizerResponse))]
public sealed partial class HttpJson : JsonSerializerContext;
