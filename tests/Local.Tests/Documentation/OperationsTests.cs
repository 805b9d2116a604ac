using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Documentation;

/// <summary>The README's tables of what is served: what the running program itself says when it is asked for what it doesn't serve.</summary>
public sealed partial class OperationsTests
{
    private static readonly Dictionary<string, string> JsonServices = new()
    {
        ["AmazonSQS"] = "SQS",
        ["AWSEvents"] = "EventBridge",
        ["Lambda"] = "Lambda",
        ["DynamoDB_20120810"] = "DynamoDB",
        ["DynamoDBStreams_20120810"] = "DynamoDB Streams",
        ["Logs_20140328"] = "CloudWatch Logs",
    };

    private static readonly Dictionary<string, string> OtherServices = new() { ["s3"] = "S3", ["sns"] = "SNS", ["sts"] = "STS" };

    [Fact]
    public async Task The_README_has_every_operation_that_is_served()
    {
        await using var host = await LocalHost.StartAsync(
            new() { AssemblyDirectory = Path.Combine(ReadmePart.Root, "tests", "Clients", "Assembly"), Port = 0 },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        using var client = new HttpClient { BaseAddress = host.Address };

        using var target = new HttpRequestMessage(HttpMethod.Post, "/") { Headers = { { "X-Amz-Target", "Unknown.Unknown" } } };
        var refusal = JsonNode.Parse(await AskAsync(client, target))!["message"]!.GetValue<string>();
        var served = JsonService().Matches(refusal).ToDictionary(service => JsonServices[service.Groups["service"].Value], service => service.Groups["operations"].Value);
        foreach (var (name, title) in OtherServices)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/?unknown") { Content = new FormUrlEncodedContent([new("Action", "Unknown")]) };
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/{name}/aws4_request");
            served[title] = Served().Match(await AskAsync(client, request)).Groups["operations"].Value;
        }

        served.Keys.ShouldBe(JsonServices.Values.Concat(OtherServices.Values), ignoreOrder: true);
        ReadmePart.ShouldBe("operations", served.OrderBy(service => service.Key, StringComparer.Ordinal).Select(Row).Prepend("| --- | --- |").Prepend("| service | operations |"));
    }

    private static string Row(KeyValuePair<string, string> service)
    {
        var operations = service.Value.Split(", ").Order(StringComparer.Ordinal).Select(operation => $"`{operation}`").ToList();
        operations.ShouldNotContain("``");
        return $"| {service.Key} | {string.Join(", ", operations)} |";
    }

    private static async Task<string> AskAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex(@"(?<service>\w+) \((?<operations>[^)]*)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex JsonService();

    [GeneratedRegex(@"It serves: (?<operations>[^.]*)\.", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Served();
}
