using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
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
                new EventPublisher(new AmazonEventBridgeClient(), services.Settings[EventPublisher.BusNameVariable], services.Time),
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new StoreReadings(
                new ReadingStore(new AmazonDynamoDBClient(), services.Settings[ReadingStore.TableNameVariable], services.Time),
                services.Time),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services =>
            {
                var dynamoDb = new AmazonDynamoDBClient();
                var alertsTable = services.Settings[AlertStore.TableNameVariable];
                return new Query(
                    new ReadingQuery(new ReadingStore(dynamoDb, services.Settings[ReadingStore.TableNameVariable], services.Time), services.Time),
                    new SensorQuery(new SensorStore(dynamoDb, services.Settings[SensorStore.TableNameVariable])),
                    new AlertQuery(new AlertStore(dynamoDb, alertsTable, services.Time), new AlertIndex(dynamoDb, alertsTable)));
            },
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new RegisterSensor(
                new SensorStore(new AmazonDynamoDBClient(), services.Settings[SensorStore.TableNameVariable]),
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new AcknowledgeAlert(
                new AlertStore(new AmazonDynamoDBClient(), services.Settings[AlertStore.TableNameVariable], services.Time),
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services =>
            {
                var dynamoDb = new AmazonDynamoDBClient();
                return new CheckLimits(
                    new SensorStore(dynamoDb, services.Settings[SensorStore.TableNameVariable]),
                    new AlertStore(dynamoDb, services.Settings[AlertStore.TableNameVariable], services.Time),
                    services.Time);
            },
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services =>
            {
                var dynamoDb = new AmazonDynamoDBClient();
                var alertsTable = services.Settings[AlertStore.TableNameVariable];
                return new DetectSilence(
                    new SensorStore(dynamoDb, services.Settings[SensorStore.TableNameVariable]),
                    new AlertStore(dynamoDb, alertsTable, services.Time),
                    new AlertIndex(dynamoDb, alertsTable),
                    services.Time);
            },
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => new RecordSystemAlert(
                new AlertStore(new AmazonDynamoDBClient(), services.Settings[AlertStore.TableNameVariable], services.Time),
                services.Time),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => new PublishChanges(
                new EventPublisher(new AmazonEventBridgeClient(), services.Settings[EventPublisher.BusNameVariable], services.Time)),
            StreamJson.Default.StreamEvent,
            StreamJson.Default.StreamBatchResponse),
    ];
}
