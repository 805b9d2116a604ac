using System.Text;
using System.Text.Json.Nodes;

namespace SensorWatch.Benchmarks.Running;

/// <summary>Calls AWS's operations on the local run, without an SDK between, so that what is measured is the local run.</summary>
internal sealed class AwsClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">Where the local run is.</param>
    public AwsClient(Uri address) => _http = new() { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    /// <summary>Calls an operation with the JSON protocol.</summary>
    /// <param name="target">The value of <c>X-Amz-Target</c>: <c>AWSEvents.PutEvents</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It failed.</exception>
    public async Task<JsonObject> CallAsync(string target, JsonObject request, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        message.Headers.Add("X-Amz-Target", target);
        message.Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0");
        return JsonNode.Parse(await SendAsync(message, cancellationToken))!.AsObject();
    }

    /// <summary>Calls an operation of SNS, which has the older protocol.</summary>
    public async Task PublishAsync(string topicArn, string text, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        Sign(message, "sns");
        message.Content = new FormUrlEncodedContent(
            [new("Action", "Publish"), new("Version", "2010-03-31"), new("TopicArn", topicArn), new("Message", text)]);
        await SendAsync(message, cancellationToken);
    }

    /// <summary>Puts an object.</summary>
    public async Task PutObjectAsync(string bucket, string key, string content, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, $"/{bucket}/{key}");
        Sign(message, "s3");
        message.Content = new StringContent(content);
        await SendAsync(message, cancellationToken);
    }

    /// <summary>Gets an object's content.</summary>
    public async Task<string> GetObjectAsync(string bucket, string key)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/{bucket}/{key}");
        Sign(message, "s3");
        return await SendAsync(message, CancellationToken.None);
    }

    /// <summary>All items of a table, page by page.</summary>
    public async Task<List<JsonObject>> ScanAsync(string table)
    {
        var items = new List<JsonObject>();
        JsonNode? next = null;
        do
        {
            var request = new JsonObject { ["TableName"] = table };
            if (next is not null)
            {
                request["ExclusiveStartKey"] = next.DeepClone();
            }

            var page = await CallAsync("DynamoDB_20120810.Scan", request);
            items.AddRange(page["Items"]!.AsArray().Select(item => item!.AsObject()));
            next = page["LastEvaluatedKey"];
        }
        while (next is not null);
        return items;
    }

    /// <summary>How many messages a queue has: visible, and in flight or delayed.</summary>
    public async Task<(int Visible, int Hidden)> CountAsync(string queueUrl)
    {
        var answer = await CallAsync("AmazonSQS.GetQueueAttributes", new() { ["QueueUrl"] = queueUrl, ["AttributeNames"] = new JsonArray("All") });
        return (Number(""), Number("NotVisible") + Number("Delayed"));

        int Number(string kind) => int.Parse((string)answer["Attributes"]![$"ApproximateNumberOfMessages{kind}"]!);
    }

    /// <summary>The URL of a queue.</summary>
    public async Task<string> QueueUrlAsync(string name) =>
        (string)(await CallAsync("AmazonSQS.GetQueueUrl", new() { ["QueueName"] = name }))["QueueUrl"]!;

    /// <summary>The local run tells services apart by the scope of a signature and checks nothing of it.</summary>
    private static void Sign(HttpRequestMessage message, string service) => message.Headers.TryAddWithoutValidation(
        "Authorization", $"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");

    private async Task<string> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw new HttpRequestException($"{message.Method} {message.RequestUri}: {body}", null, response.StatusCode);
    }
}
