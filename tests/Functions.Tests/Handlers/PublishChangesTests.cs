using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Tests.Publishing;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class PublishChangesTests
{
    private readonly AlertScene _scene = new();
    private readonly FakeEventBridge _bridge = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_registered_sensor_and_changed_limits_are_events()
    {
        await _scene.RegisterAsync();
        await _scene.RegisterAsync(limits: Limits.None);
        await _scene.RegisterAsync(limits: Limits.None, expectedEvery: 60);
        await _scene.RegisterAsync(limits: Limits.None, expectedEvery: 60, unit: "K");

        (await PublishAsync()).ShouldBeEmpty();

        _bridge.Taken.Select(entry => entry.DetailType).ShouldBe(["SensorRegistered", "LimitsChanged", "LimitsChanged"]);
        Envelope<SensorRegistered>(0).Data.Limits.ShouldBe(AlertScene.Limits);
        Envelope<SensorRegistered>(0).Metadata.ShouldBe(
            EventMetadata.First("r0-SensorRegistered", "c-0", SensorRegistered.Contract, AlertScene.Start));
        var changed = Envelope<LimitsChanged>(1).Data;
        (changed.Before, changed.After).ShouldBe((AlertScene.Limits, Limits.None));
        Envelope<LimitsChanged>(2).Data.ExpectedEverySeconds.ShouldBe(60);
    }

    [Fact]
    public async Task An_alert_that_opens_is_acknowledged_and_resolved_is_three_events_that_name_their_cause()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));
        await new AcknowledgeAlert(_scene.Alerts, _scene.Time).HandleAsync(
            AlertScene.Request(AcknowledgeAlert.Route, _scene.Stored.Single().Alert.AlertId, """{"note":"seen"}"""), _scene.Context, CancellationToken.None);
        await _scene.CheckAsync(_scene.Readings("e-2", 1, 20));
        _scene.Db.Stream.RemoveAt(0);

        (await PublishAsync()).ShouldBeEmpty();

        _bridge.Taken.Select(entry => entry.DetailType).ShouldBe(["AlertOpened", "AlertAcknowledged", "AlertResolved"]);
        var alert = _scene.Stored.Single();
        Envelope<AlertOpened>(0).Data.Alert.ShouldBe(alert.Alert);
        Chain(Envelope<AlertOpened>(0).Metadata).ShouldBe(("c-e-1", "e-1", 1));
        var acknowledged = Envelope<AlertAcknowledged>(1);
        (acknowledged.Data.Operator, acknowledged.Data.Note).ShouldBe(("ada", "seen"));
        Chain(acknowledged.Metadata).ShouldBe(("c-e-1", null, 0));
        var resolved = Envelope<AlertResolved>(2);
        (resolved.Data.ResolvedAt, resolved.Data.Reason).ShouldBe((alert.Resolution!.At, alert.Resolution.Reason));
        Chain(resolved.Metadata).ShouldBe(("c-e-2", "e-2", 1));
    }

    [Fact]
    public async Task An_alert_that_is_stored_as_resolved_is_two_events_with_different_ids()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32, 20));
        _scene.Db.Stream.RemoveAt(0);

        (await PublishAsync()).ShouldBeEmpty();

        _bridge.Taken.Select(entry => entry.DetailType).ShouldBe(["AlertOpened", "AlertResolved"]);
        Envelope<AlertOpened>(0).Metadata.EventId.ShouldNotBe(Envelope<AlertResolved>(1).Metadata.EventId);
    }

    [Fact]
    public async Task Each_event_is_logged_with_what_it_belongs_to_and_what_led_to_it()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));
        _scene.Db.Stream.RemoveAt(0);
        _scene.Context.Lines.Clear();

        await PublishAsync();

        var metadata = Envelope<AlertOpened>(0).Metadata;
        _scene.Context.Lines.ShouldHaveSingleItem().ShouldBe(
            $"Published {{detailType}} {{eventId}} of {{correlationId}} because of {{causationId}} AlertOpened {metadata.EventId} c-e-1 e-1");
    }

    [Fact]
    public async Task A_record_that_is_read_again_is_the_same_event()
    {
        await _scene.RegisterAsync();

        await PublishAsync();
        await PublishAsync();

        _bridge.Taken[1].Detail.ShouldBe(_bridge.Taken[0].Detail);
    }

    [Fact]
    public async Task States_markers_and_deletions_are_no_events()
    {
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 20));
        _scene.Db.Stream.Add((new() { ["id"] = new() { S = "done#CheckLimits#e-0" } }, null));
        await _scene.RegisterAsync();
        var (_, sensor) = _scene.Db.Stream[^1];
        _scene.Db.Stream[^1] = (sensor, null);

        (await PublishAsync()).ShouldBeEmpty();

        _bridge.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_that_cannot_be_understood_is_reported_when_those_before_it_are_published()
    {
        await _scene.RegisterAsync("s-1");
        _scene.Db.Stream.Add((null, new() { ["id"] = new() { S = "alert#by-hand" } }));
        await _scene.RegisterAsync("s-2");

        (await PublishAsync()).ShouldBe(["1"]);

        _bridge.Taken.ShouldHaveSingleItem().Detail.ShouldContain("s-1");
        _scene.Context.Lines.ShouldContain(line => line.Contains("alert#by-hand"));
    }

    [Fact]
    public async Task A_record_that_cannot_be_understood_and_comes_first_fails_the_batch_so_that_it_is_split()
    {
        _scene.Db.Stream.Add((null, new() { ["id"] = new() { S = "alert#by-hand" } }));
        await _scene.RegisterAsync();

        (await Should.ThrowAsync<UnusableEventException>(PublishAsync())).Message.ShouldContain("r0");

        _bridge.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Split_as_AWS_splits_it_a_batch_loses_nothing_but_the_record_that_cannot_be_understood()
    {
        for (var i = 0; i < 20; i++)
        {
            await _scene.RegisterAsync($"s-{i}");
            if (i == 7)
            {
                _scene.Db.Stream.Add((null, new() { ["id"] = new() { S = "alert#by-hand" } }));
            }
        }

        var givenUp = new List<string>();
        await DeliverAsync(Records(), givenUp);

        givenUp.ShouldBe(["8"]);
        _bridge.Taken.Count.ShouldBe(20);
        _bridge.Taken.Select(entry => entry.Detail).ShouldBeUnique();
    }

    [Fact]
    public async Task When_the_bus_takes_only_some_the_first_that_it_refused_is_reported()
    {
        for (var i = 0; i < 25; i++)
        {
            await _scene.RegisterAsync($"s-{i}");
        }

        _bridge.Refuse = (_, entry) => entry.Detail.Contains("\"s-14\"", StringComparison.Ordinal) || entry.Detail.Contains("\"s-17\"", StringComparison.Ordinal) ? "NotAuthorized" : null;

        (await PublishAsync()).ShouldBe(["14"]);
    }

    [Fact]
    public async Task When_the_bus_refuses_the_first_the_batch_fails()
    {
        await _scene.RegisterAsync();
        _bridge.Refuse = (_, _) => "NotAuthorized";

        await Should.ThrowAsync<PublishException>(PublishAsync());
    }

    [Theory]
    [InlineData("""{"eventID":"r","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","Keys":{"id":{"S":"alert#1"}}}}""", "NEW_AND_OLD_IMAGES")]
    [InlineData("""{"eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"id":{"S":"alert#1"}}}}""", "eventID")]
    [InlineData("""{"eventID":"r","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"id":"alert#1"}}}""", "attribute's value")]
    [InlineData("""{"eventID":"r","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"id":{"B":"?"}}}}""", "attribute's value")]
    [InlineData("""{"eventID":"r","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"other":{"S":"x"}}}}""", "'id'")]
    public async Task What_is_wrong_with_a_record_is_said(string record, string reason)
    {
        var input = JsonSerializer.Deserialize($$"""{"Records":[{{record}}]}""", StreamJson.Default.StreamEvent)!;

        (await Should.ThrowAsync<UnusableEventException>(HandleAsync(input))).Message.ShouldContain(reason);
    }

    [Fact]
    public void All_types_of_attributes_are_read()
    {
        using var image = JsonDocument.Parse(
            """{"s":{"S":"x"},"n":{"N":"1.5"},"b":{"B":"AQI="},"t":{"BOOL":true},"z":{"NULL":true},"m":{"M":{"a":{"L":[{"N":"1"}]}}},"ss":{"SS":["x"]},"ns":{"NS":["1"]},"bs":{"BS":["AQI="]}}""");

        var item = ItemImage.Read(image.RootElement);

        item["s"].S.ShouldBe("x");
        item["n"].N.ShouldBe("1.5");
        item["b"].B.ToArray().ShouldBe([1, 2]);
        item["t"].BOOL.ShouldBe(true);
        item["z"].NULL.ShouldBe(true);
        item["m"].M["a"].L.Single().N.ShouldBe("1");
        item["ss"].SS.ShouldBe(["x"]);
        item["ns"].NS.ShouldBe(["1"]);
        item["bs"].BS.Single().ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void The_answer_has_the_names_that_Lambda_expects() =>
        JsonSerializer.Serialize(new StreamBatchResponse([new("7")]), StreamJson.Default.StreamBatchResponse)
            .ShouldBe("""{"batchItemFailures":[{"itemIdentifier":"7"}]}""");

    private static (string Correlation, string? Causation, int Hops) Chain(EventMetadata metadata) =>
        (metadata.CorrelationId, metadata.CausationId, metadata.Hops);

    private static Dictionary<string, object> Json(AttributeValue value) => value switch
    {
        { S: { } text } => new() { ["S"] = text },
        { N: { } number } => new() { ["N"] = number },
        { M: { } map } => new() { ["M"] = map.ToDictionary(pair => pair.Key, pair => Json(pair.Value)) },
        _ => throw new NotSupportedException("An attribute of another type"),
    };

    private static object? Json(Dictionary<string, AttributeValue>? item) => item?.ToDictionary(pair => pair.Key, pair => Json(pair.Value));

    /// <summary>The tables' changes as Lambda hands them over; the place in the stream is id and sequence number.</summary>
    private List<StreamRecord> Records()
    {
        var json = JsonSerializer.Serialize(new
        {
            Records = _scene.Db.Stream.Select((change, i) => new
            {
                eventID = $"r{i}",
                eventName = change.Old is null ? "INSERT" : change.New is null ? "REMOVE" : "MODIFY",
                eventSource = "aws:dynamodb",
                dynamodb = new { NewImage = Json(change.New), OldImage = Json(change.Old), SequenceNumber = $"{i}", StreamViewType = "NEW_AND_OLD_IMAGES" },
            }),
        });
        return [.. JsonSerializer.Deserialize(json, StreamJson.Default.StreamEvent)!.Records];
    }

    private Envelope<T> Envelope<T>(int index)
        where T : IEvent<T> => JsonSerializer.Deserialize(_bridge.Taken[index].Detail, T.Contract.EnvelopeJson)!;

    private Task<IReadOnlyList<string>> PublishAsync() => HandleAsync(new(Records()));

    private async Task<IReadOnlyList<string>> HandleAsync(StreamEvent input)
    {
        var response = await new PublishChanges(new EventPublisher(_bridge.Client, "bus", _time)).HandleAsync(input, _scene.Context, CancellationToken.None);
        return [.. response.BatchItemFailures.Select(failure => failure.ItemIdentifier)];
    }

    /// <summary>What the event source mapping does: goes on from a reported record, halves a batch that failed, gives one up that failed alone.</summary>
    private async Task DeliverAsync(List<StreamRecord> records, List<string> givenUp)
    {
        try
        {
            var failures = await HandleAsync(new(records));
            if (failures.Count > 0)
            {
                await DeliverAsync(records[records.FindIndex(record => record.Dynamodb.SequenceNumber == failures[0])..], givenUp);
            }
        }
        catch (UnusableEventException) when (records.Count == 1)
        {
            givenUp.Add(records[0].Dynamodb.SequenceNumber);
        }
        catch (UnusableEventException)
        {
            await DeliverAsync(records[..(records.Count / 2)], givenUp);
            await DeliverAsync(records[(records.Count / 2)..], givenUp);
        }
    }
}
