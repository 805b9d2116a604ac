using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Logs;

/// <summary>The log groups <c>/aws/lambda/Handle</c>, of the function <c>Handle</c>, and <c>kept</c>, which keeps events for a day.</summary>
internal sealed class LogsFixture : IAsyncDisposable
{
    public const string Group = "/aws/lambda/Handle";

    private readonly Database _database;

    public LogsFixture(string? dataDirectory = null, FunctionResource? function = null)
    {
        function ??= MappingFixture.Function();
        _database = Database.Open(dataDirectory);
        Service = new(_database, [new(MappingFixture.Resource("kept", LogGroupResource.Type), "kept", "arn:aws:logs:r:1:log-group:kept:*", 1)], [function], dataDirectory is null, Time);
        Recorder = new(Service, [function]);
        Api = new(Service);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LogService Service { get; }

    public FunctionLogRecorder Recorder { get; }

    public LogsApi Api { get; }

    /// <summary>Writes a line a millisecond after the one before.</summary>
    public void Write(string message, string stream = "one", string? requestId = null, string group = Group)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Service.Write(new(group, stream, Time.GetUtcNow(), message, requestId));
    }

    public IReadOnlyList<string> Messages(string group = Group) => [.. Service.Read(new() { GroupName = group }).Select(logEvent => logEvent.Message)];

    public async Task<JsonObject> CallAsync(string operation, string request) =>
        (await Api.HandleAsync(operation, (JsonObject)JsonNode.Parse(request)!, CancellationToken.None)).ShouldNotBeNull();

    public async Task<AwsException> FailAsync(string operation, string request) =>
        await Should.ThrowAsync<AwsException>(() => CallAsync(operation, request));

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _database.Dispose();
    }
}

internal static class LogEventsJson
{
    public static IReadOnlyList<string> Messages(this JsonObject answer) =>
        [.. answer["events"]!.AsArray().Select(logEvent => logEvent!["message"]!.GetValue<string>())];
}
