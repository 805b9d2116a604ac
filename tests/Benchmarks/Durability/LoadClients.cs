using System.Text.Json.Nodes;
using SensorWatch.Benchmarks.Load;
using SensorWatch.Benchmarks.Running;
using Kinds = SensorWatch.Benchmarks.Durability.Ledger.Kinds;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>Clients that ask for one thing after the other, of all kinds, and note what was acknowledged.</summary>
internal sealed class LoadClients(Ledger ledger, Uri address, string topicArn, string heldUrl) : IDisposable
{
    private readonly AwsClient _aws = new(address);

    public void Dispose() => _aws.Dispose();

    /// <summary>Goes on until the local run doesn't answer any more, or it is cancelled.</summary>
    public async Task RunAsync(int clients, int seed, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => RunAsync(new Random(unchecked((seed * 31) + client)), cancellationToken)));

    private async Task RunAsync(Random random, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await AskAsync(random.Next(100), cancellationToken);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or HttpRequestException { StatusCode: null } or IOException)
        {
            // Killed in the middle of a call: that it was not answered stands in the ledger.
            return;
        }
    }

    private Task AskAsync(int lot, CancellationToken cancellationToken) => lot switch
    {
        < 35 => PutEventAsync(Kinds.Event, poison: false, cancellationToken),
        < 37 => PutEventAsync(Kinds.Poison, poison: true, cancellationToken),
        < 55 => NoteAsync(Kinds.Message, SendAsync, cancellationToken),
        < 65 => ReceiveAndDeleteAsync(cancellationToken),
        < 80 => NoteAsync(Kinds.Item, PutItemAsync, cancellationToken),
        < 90 => NoteAsync(Kinds.Object, (id, token) => _aws.PutObjectAsync(LoadAssembly.Bucket, id, $"content of {id}", token), cancellationToken),
        _ => NoteAsync(Kinds.Notice, (id, token) => _aws.PublishAsync(topicArn, id, token), cancellationToken),
    };

    private async Task NoteAsync(string kind, Func<string, CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        var id = ledger.Begin(kind);
        await ask(id, cancellationToken);
        ledger.Acknowledge(id);
    }

    private Task PutEventAsync(string kind, bool poison, CancellationToken cancellationToken) => NoteAsync(
        kind,
        (id, token) => _aws.CallAsync("AWSEvents.PutEvents", new() { ["Entries"] = new JsonArray(LoadEvents.Entry(LoadAssembly.Consumers.Kept, id, poison)) }, token),
        cancellationToken);

    private Task SendAsync(string id, CancellationToken cancellationToken) =>
        _aws.CallAsync("AmazonSQS.SendMessage", new() { ["QueueUrl"] = HeldUrl, ["MessageBody"] = id }, cancellationToken);

    private Task PutItemAsync(string id, CancellationToken cancellationToken) => _aws.CallAsync(
        "DynamoDB_20120810.PutItem",
        new() { ["TableName"] = LoadAssembly.Things, ["Item"] = new JsonObject { ["id"] = new JsonObject { ["S"] = id } } },
        cancellationToken);

    private async Task ReceiveAndDeleteAsync(CancellationToken cancellationToken)
    {
        var answer = await _aws.CallAsync("AmazonSQS.ReceiveMessage", new() { ["QueueUrl"] = HeldUrl }, cancellationToken);
        foreach (var message in answer["Messages"]?.AsArray() ?? [])
        {
            var id = ledger.BeginDelete((string)message!["Body"]!);
            await _aws.CallAsync(
                "AmazonSQS.DeleteMessage", new() { ["QueueUrl"] = HeldUrl, ["ReceiptHandle"] = (string)message["ReceiptHandle"]! }, cancellationToken);
            ledger.Acknowledge(id);
        }
    }

    private string HeldUrl => heldUrl;
}
