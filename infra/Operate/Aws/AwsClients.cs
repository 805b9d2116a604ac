using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.SQS;

namespace SensorWatch.Operate.Aws;

/// <summary>The services' clients, each made when it is first asked for.</summary>
/// <param name="target">Where they call.</param>
internal sealed class AwsClients(AwsTarget target) : IDisposable
{
    private IAmazonDynamoDB? _dynamoDb;
    private IAmazonSQS? _sqs;
    private AmazonEventBridgeClient? _publishing;
    private EventBridgeClient? _eventBridge;
    private LambdaClient? _lambda;
    private LogsClient? _logs;

    public AwsTarget Target => target;

    public IAmazonDynamoDB DynamoDb
    {
        get => _dynamoDb ??= target.Credentials is { } credentials
            ? new AmazonDynamoDBClient(credentials, target.Configure(new AmazonDynamoDBConfig()))
            : new AmazonDynamoDBClient(target.Configure(new AmazonDynamoDBConfig()));
        init => _dynamoDb = value;
    }

    public IAmazonSQS Sqs
    {
        get => _sqs ??= target.Credentials is { } credentials
            ? new AmazonSQSClient(credentials, target.Configure(new AmazonSQSConfig()))
            : new AmazonSQSClient(target.Configure(new AmazonSQSConfig()));
        init => _sqs = value;
    }

    /// <summary>PutEvents alone: the client that the functions publish with.</summary>
    public IAmazonEventBridge Publishing => _publishing ??= target.Credentials is { } credentials
        ? new AmazonEventBridgeClient(credentials, target.Configure(new AmazonEventBridgeConfig()))
        : new AmazonEventBridgeClient(target.Configure(new AmazonEventBridgeConfig()));

    /// <summary>Buses, rules, archives and replays.</summary>
    public EventBridgeClient EventBridge => _eventBridge ??= new(new(target, AwsService.EventBridge));

    public LambdaClient Lambda => _lambda ??= new(new(target, AwsService.Lambda));

    public LogsClient Logs => _logs ??= new(new(target, AwsService.CloudWatchLogs));

    public void Dispose()
    {
        _dynamoDb?.Dispose();
        _sqs?.Dispose();
        _publishing?.Dispose();
        _eventBridge?.Dispose();
        _lambda?.Dispose();
        _logs?.Dispose();
    }
}
