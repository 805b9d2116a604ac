using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// The handlers of this executable, and what each is made of. AWS clients take region, credentials and endpoint from
/// the environment.
/// </summary>
public static class HandlerTable
{
    /// <summary>All of them; <c>_HANDLER</c> picks one by its class's name.</summary>
    public static IReadOnlyList<HandlerRegistration> All { get; } =
    [
        HandlerRegistration.Create(
            static services => new ReceiveReadings(
                new EventPublisher(new AmazonEventBridgeClient(), services.Settings[ReceiveReadings.EventBusName], services.Time),
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new StoreReadings(
                new ReadingStore(new AmazonDynamoDBClient(), services.Settings[StoreReadings.ReadingsTableName], services.Time),
                services.Time),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => new Query(
                new ReadingStore(new AmazonDynamoDBClient(), services.Settings[Query.ReadingsTableName], services.Time),
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new Authorize(new TokenStore(new AmazonDynamoDBClient(), services.Settings[Authorize.TokensTableName])),
            HttpJson.Default.AuthorizerRequest,
            HttpJson.Default.AuthorizerResponse),
    ];
}
