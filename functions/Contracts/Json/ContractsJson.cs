using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts.Aws;

namespace SensorWatch.Contracts.Json;

/// <summary>
/// JSON of all contracts, generated at compile time (Native AOT has no run-time reflection). Unknown members are
/// ignored, so that an old consumer reads a newer event; missing and null members that a record requires are errors.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(BusEvent<ReadingsRecorded>))]
[JsonSerializable(typeof(BusEvent<SensorRegistered>))]
[JsonSerializable(typeof(BusEvent<LimitsChanged>))]
[JsonSerializable(typeof(BusEvent<AlertOpened>))]
[JsonSerializable(typeof(BusEvent<AlertAcknowledged>))]
[JsonSerializable(typeof(BusEvent<AlertResolved>))]
[JsonSerializable(typeof(BusEvent<UploadImported>))]
[JsonSerializable(typeof(BusEvent<UploadRejected>))]
[JsonSerializable(typeof(AwsEvent<ObjectCreated>))]
[JsonSerializable(typeof(AwsEvent<AlarmStateChange>))]
public sealed partial class ContractsJson : JsonSerializerContext;
