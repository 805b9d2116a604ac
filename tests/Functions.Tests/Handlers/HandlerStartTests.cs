using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Http;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Notifications;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Tests.Aws;
using SensorWatch.Functions.Tests.Imports;

namespace SensorWatch.Functions.Tests.Handlers;

/// <summary>Handlers as the executable makes them, with AWS's clients.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class HandlerStartTests
{
    private static readonly (string, string?)[] Credentials =
    [
        ("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];

    public static TheoryData<string> Names { get; } = [.. HandlerTable.All.Select(handler => handler.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_handler_starts_with_the_variables_that_it_declares(string name)
    {
        using var variables = new EnvironmentVariables(Credentials);
        var handler = Find(name);
        var environment = handler.Variables.ToDictionary(variable => variable, _ => "value");
        environment[SnsChannel.TopicArnVariable] = "arn:aws:sns:us-east-1:123456789012:operators";

        handler.Start(environment, new JsonLogger(Stream.Null, LogLevel.Information, TimeProvider.System), TimeProvider.System).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null, null, "Nobody would be notified")]
    [InlineData("NOTIFICATIONS_TOPIC_ARN", " ", "Nobody would be notified")]
    [InlineData("NOTIFICATIONS_WEBHOOK_URL", "http://hooks.example.com/", "expected an https address")]
    public void Operators_who_cannot_be_reached_are_an_init_error(string? variable, string? value, string message)
    {
        using var variables = new EnvironmentVariables(Credentials);
        var environment = new Dictionary<string, string> { [AlertStore.TableNameVariable] = "alerts" };
        if (variable is not null)
        {
            environment[variable] = value!;
        }

        Should.Throw<RuntimeInitException>(() => Find(nameof(NotifyOperators)).Start(environment, new JsonLogger(Stream.Null, LogLevel.Information, TimeProvider.System), TimeProvider.System)).Message.ShouldContain(message);
    }

    [Fact]
    public async Task An_import_reads_and_publishes_at_the_endpoint_that_the_environment_names()
    {
        var requests = new ConcurrentQueue<RecordedRequest>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var request = await RecordedRequest.ReadAsync(context.Request);
            requests.Enqueue(request);
            context.Response.Headers["x-amz-meta-columns"] = "temperature=t:Cel";
            await context.Response.WriteAsync(request.Method == "GET"
                ? "time,temperature\n2010-01-01T00:00:00Z,4\n"
                : """{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}""");
        });

        // By name and not by address: the name of a bucket before it would be another host.
        var endpoint = $"http://localhost:{server.Address.Port}";
        using var variables = new EnvironmentVariables([.. Credentials, ("AWS_ENDPOINT_URL", endpoint)]);
        var environment = new Dictionary<string, string>
        {
            [EventPublisher.BusNameVariable] = "bus",
            [SensorStore.TableNameVariable] = "sensors",
            [ImportReadings.EndpointUrl] = endpoint,
        };
        var import = Find(nameof(ImportReadings)).Start(environment, new JsonLogger(Stream.Null, LogLevel.Information, TimeProvider.System), TimeProvider.System);
        var input = new { Records = new[] { new { messageId = "m-1", body = FakeUploads.Message("m-1", "2010.csv").Body } } };

        var answer = await import(JsonSerializer.SerializeToUtf8Bytes(input), new FakeContext(), CancellationToken.None);

        Encoding.UTF8.GetString(answer.Span).ShouldBe("""{"batchItemFailures":[]}""");
        requests.Select(request => (request.Method, request.Path)).ShouldContain(("GET", "/uploads/2010.csv"));
        requests.Where(request => request.Headers.GetValueOrDefault("X-Amz-Target") == "AWSEvents.PutEvents")
            .SelectMany(request => request.Json["Entries"]!.AsArray().Select(entry => entry!["DetailType"]!.GetValue<string>()))
            .ShouldBe(["ReadingsRecorded", "UploadImported"]);
    }

    private static HandlerRegistration Find(string name) => HandlerTable.All.Single(handler => handler.Name == name);
}
