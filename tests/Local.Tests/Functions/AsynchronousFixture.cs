using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Topics;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Asynchronous invocations of <c>Handle</c>, with the queues <c>told</c> and <c>dead</c>, the topic <c>alarms</c> and the bus <c>app</c>.</summary>
internal sealed class AsynchronousFixture : IAsyncDisposable
{
    public AsynchronousFixture(EventInvokeConfigResource? config = null, FunctionResource? handle = null, string? dataDirectory = null)
    {
        Events = new([], [], dataDirectory, QueueFixture.Queue("told"), QueueFixture.Queue("dead"));
        Functions = new(Events.Queues.Database, Events.Queues.Time, [], config, handle);
        Topics = new(
            Events.Queues.Database, Events.Queues.Service, [], Functions.Targets, [TopicFixture.Topic()], [], Events.Queues.Time, NullLogger.Instance);
    }

    public EventFixture Events { get; }

    public TestFunctions Functions { get; }

    public TopicService Topics { get; }

    public int Pending => Functions.Asynchronous.Pending;

    public static EventInvokeConfigResource Config(
        int retries = 2, int ageSeconds = 21_600, string? onSuccess = null, string? onFailure = null) => new()
        {
            Resource = MappingFixture.Resource("Config", EventInvokeConfigResource.Type),
            FunctionName = "Handle",
            Qualifier = "$LATEST",
            MaximumRetryAttempts = retries,
            MaximumEventAgeSeconds = ageSeconds,
            OnSuccessDestinationArn = onSuccess,
            OnFailureDestinationArn = onFailure,
        };

    public AsynchronousFixture Start()
    {
        Functions.Asynchronous.Start(new(Events.Queues.Service, Topics, Events.Buses, Functions.Asynchronous, Tracer.None, NullLogger.Instance));
        return this;
    }

    public string Accept(string payload = """{"n":1}""") => Functions.Asynchronous.Accept("Handle", Encoding.UTF8.GetBytes(payload));

    /// <summary>Waits until the only invocation has had so many attempts and waits for the next.</summary>
    public Task AfterAttemptAsync(int failures, int throttles = 0) => Eventually.True(
        () => Functions.Read(connection => AsynchronousStore.Next(connection, "Handle", 1)
            .Exists(next => AsynchronousStore.Read(connection, next.RequestId) is var kept && kept.Failures == failures && kept.Throttles == throttles)),
        $"{failures} failures and {throttles} throttles");

    public Task UntilDoneAsync() => Eventually.True(() => Pending == 0, "nothing is pending");

    public void Advance(TimeSpan by) => Events.Queues.Time.Advance(by);

    /// <summary>The only message of a queue.</summary>
    public SensorWatch.Local.Queues.ReceivedMessage Message(string queue) => Events.Queues.Receive(queue, 10).ShouldHaveSingleItem();

    public JsonNode Record(string queue) => JsonNode.Parse(Message(queue).Body)!;

    public async ValueTask DisposeAsync()
    {
        await Functions.Asynchronous.DisposeAsync();
        Events.Dispose();
    }
}
