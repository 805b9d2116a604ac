using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>The handlers of this executable.</summary>
/// <example>An entry:<code>
/// HandlerRegistration.Create(
///     static services => new StoreReadings(services.Settings[StoreReadings.TableName], new AmazonDynamoDBClient()),
///     LambdaJson.Default.SQSEvent,
///     LambdaJson.Default.SQSBatchResponse),
/// </code></example>
public static class HandlerTable
{
    /// <summary>All of them; <c>_HANDLER</c> picks one by its class's name.</summary>
    public static IReadOnlyList<HandlerRegistration> All { get; } = [];
}
