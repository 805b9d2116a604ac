using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Handlers;

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
[JsonSerializable(typeof(AuthorizerRequest))]
[JsonSerializable(typeof(AuthorizerResponse))]
public sealed partial class HttpJson : JsonSerializerContext;
