using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Imports;
using SensorWatch.Functions.Notifications;
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
                services.Metrics,
                services.Time),
            HttpJson.Default.HttpRequest,
            HttpJson.Default.HttpResponse),
        HandlerRegistration.Create(
            static services => new StoreReadings(
                new ReadingStore(new AmazonDynamoDBClient(), services.Settings[ReadingStore.TableNameVariable], services.Time),
                services.Metrics,
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
                    services.Metrics,
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
                    services.Metrics,
                    services.Time);
            },
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => new RecordSystemAlert(
                new AlertStore(new AmazonDynamoDBClient(), services.Settings[AlertStore.TableNameVariable], services.Time),
                services.Metrics,
                services.Time),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => new PublishChanges(
                new EventPublisher(new AmazonEventBridgeClient(), services.Settings[EventPublisher.BusNameVariable], services.Time)),
            StreamJson.Default.StreamEvent,
            StreamJson.Default.StreamBatchResponse),
        HandlerRegistration.Create(
            static services => new Authorize(new TokenStore(new AmazonDynamoDBClient(), services.Settings[TokenStore.TableNameVariable])),
            HttpJson.Default.AuthorizerRequest,
            HttpJson.Default.AuthorizerResponse),
        HandlerRegistration.Create(
            static services => CreateImportReadings(services),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
        HandlerRegistration.Create(
            static services => CreateNotifyOperators(services),
            LambdaJson.Default.SQSEvent,
            LambdaJson.Default.SQSBatchResponse),
    ];

    private static ImportReadings CreateImportReadings(HandlerServices services)
    {
        // AWS's endpoints take a bucket as part of the host's name; another endpoint seldom has such names. The config's
        // own ServiceURL can't be asked: to read it before the client does makes the client go to AWS.
        var s3 = new AmazonS3Client(new AmazonS3Config { ForcePathStyle = services.Settings.Optional(ImportReadings.EndpointUrl) is not null });
        var sensors = new SensorStore(new AmazonDynamoDBClient(), services.Settings[SensorStore.TableNameVariable]);
        var publisher = new EventPublisher(new AmazonEventBridgeClient(), services.Settings[EventPublisher.BusNameVariable], services.Time);
        return new(s3, new UploadImport(s3, sensors, publisher), services.Metrics);
    }

    private static NotifyOperators CreateNotifyOperators(HandlerServices services)
    {
        var channels = new List<INotificationChannel>();
        if (services.Settings.Optional(SnsChannel.TopicArnVariable) is { } topicArn)
        {
            channels.Add(new SnsChannel(new AmazonSimpleNotificationServiceClient(), topicArn));
        }

        if (services.Settings.Optional(NotifyOperators.WebhookUrl) is { } webhook)
        {
            var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
            channels.Add(new WebhookChannel(http, WebhookChannel.ParseAddress(NotifyOperators.WebhookUrl, webhook), services.Time));
        }

        if (channels.Count == 0)
        {
            throw new RuntimeInitException(
                "Runtime.ConfigInvalid",
                $"Nobody would be notified: set {SnsChannel.TopicArnVariable} or {NotifyOperators.WebhookUrl}, in the stack that defines the function.");
        }

        var api = services.Settings.Optional(NotifyOperators.ApiUrl) is { } url ? new Uri(url) : null;
        var markers = new NotificationMarkers(new AmazonDynamoDBClient(), services.Settings[AlertStore.TableNameVariable], services.Time);
        return new(channels, markers, services.Metrics, api);
    }
}
