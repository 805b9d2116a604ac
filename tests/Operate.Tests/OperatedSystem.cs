using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Operate.Tests;

/// <summary>A local run of a small system without functions, and the command line against it.</summary>
internal sealed class OperatedSystem : IAsyncDisposable
{
    public const string Source = "WorkQueue";
    public const string DeadLetters = "WorkQueueDeadLetters";
    public const string Undelivered = "WorkUndelivered";

    private readonly LocalHost _host;
    private readonly AmazonSQSClient _sqs;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private OperatedSystem(LocalHost host)
    {
        _host = host;
        _sqs = new(new BasicAWSCredentials("local", "local"), new AmazonSQSConfig { ServiceURL = host.Address.ToString(), AuthenticationRegion = "us-east-1" });
    }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public JsonNode Json => JsonNode.Parse(Output)!;

    public Uri Address => _host.Address;

    public IAmazonSQS Sqs => _sqs;

    public static async Task<OperatedSystem> StartAsync() => new(await LocalHost.StartAsync(
        new LocalOptions { Port = 0, AssemblyDirectory = Path.Combine(AppContext.BaseDirectory, "Assembly") }, TimeProvider.System, NullLoggerFactory.Instance));

    /// <summary>Runs a command; its output replaces that of the last.</summary>
    public async Task<int> RunAsync(params string[] words)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return await OperatorCommands.RunAsync([.. words, "--endpoint", Address.ToString()], new() { Output = _output, Error = _error });
    }

    public string Url(string queue) => QueueOf(queue).Url;

    public string Arn(string queue) => QueueOf(queue).Arn;

    public string RuleArn => _host.Deployment.Rules.Single().Arn;

    /// <summary>Puts a message where what failed lies; SQS says of it that it came from the source queue.</summary>
    public async Task FailAsync(string body, Dictionary<string, string>? attributes = null)
    {
        await SendAsync(Source, body, attributes);
        var (waiting, _) = await CountAsync(DeadLetters);

        // Received as often as its redrive policy lets it, and once more.
        var receive = new ReceiveMessageRequest { QueueUrl = Url(Source), VisibilityTimeout = 0 };
        await _sqs.ReceiveMessageAsync(receive);
        await _sqs.ReceiveMessageAsync(receive);
        (await CountAsync(DeadLetters)).ShouldBe((waiting + 1, 0));
    }

    public Task SendAsync(string queue, string body, Dictionary<string, string>? attributes = null) => _sqs.SendMessageAsync(new SendMessageRequest
    {
        QueueUrl = Url(queue),
        MessageBody = body,
        MessageAttributes = attributes?.ToDictionary(pair => pair.Key, pair => new MessageAttributeValue { DataType = "String", StringValue = pair.Value }),
    });

    /// <summary>Messages that wait, and that somebody has.</summary>
    public async Task<(int Waiting, int InFlight)> CountAsync(string queue)
    {
        var answer = await _sqs.GetQueueAttributesAsync(Url(queue), ["All"]);
        return (answer.ApproximateNumberOfMessages, answer.ApproximateNumberOfMessagesNotVisible);
    }

    /// <summary>Takes all messages of a queue.</summary>
    public async Task<IReadOnlyList<Message>> ReceiveAsync(string queue) => (await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest
    {
        QueueUrl = Url(queue),
        MaxNumberOfMessages = 10,
        MessageAttributeNames = ["All"],
    })).Messages ?? [];

    public async ValueTask DisposeAsync()
    {
        _sqs.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
        await _host.DisposeAsync();
    }

    private SensorWatch.Templates.Resources.QueueResource QueueOf(string queue) =>
        _host.Deployment.Queues.Single(resource => resource.Name[..^8] == "SensorWatch-Dev-Services-" + queue);
}
