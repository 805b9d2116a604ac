using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Notifications;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Notifications;

public sealed class NotifyOperatorsTests
{
    private const string Topic = "arn:aws:sns:us-east-1:123456789012:operators";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeMarkersTable _table = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly FakeContext _context = new();
    private readonly FakeMetrics _metrics = new();
    private readonly IAmazonSimpleNotificationService _sns = Substitute.For<IAmazonSimpleNotificationService>();
    private readonly List<PublishRequest> _sent = [];
    private readonly List<INotificationChannel> _channels = [];

    public NotifyOperatorsTests()
    {
        _sns.PublishAsync(Arg.Do<PublishRequest>(_sent.Add), Arg.Any<CancellationToken>()).Returns(new PublishResponse { MessageId = "sns-1" });
        _channels.Add(new SnsChannel(_sns, Topic));
    }

    [Fact]
    public async Task An_alert_tells_what_where_since_when_and_how_to_acknowledge_it()
    {
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();

        var sent = _sent.ShouldHaveSingleItem();
        sent.TopicArn.ShouldBe(Topic);
        sent.Subject.ShouldBe("Critical: seattle-temperature: 36.2 Cel is above the critical limit of 35 Cel");
        sent.Message.ShouldBe(
            """
            36.2 Cel is above the critical limit of 35 Cel

            Sensor:   seattle-temperature
            Since:    2010-07-09 23:00:00 UTC
            Severity: Critical
            Alert:    seattle-temperature~HighCritical~20100709T230000Z

            Say that you take care of it, with an operator's token:
            curl -X POST -H "Authorization: Bearer $TOKEN" https://api.example.com/alerts/seattle-temperature~HighCritical~20100709T230000Z/acknowledge

            Event e-1, correlation id c-1

            """.ReplaceLineEndings("\n"));
        _context.Lines.ShouldHaveSingleItem().ShouldContain("e-1");
        _metrics.Counted.ShouldBe([(BusinessMetric.NotificationsSent, 1)]);
    }

    [Fact]
    public async Task A_rejected_upload_tells_the_file_the_reason_and_the_list()
    {
        await HandleAsync(Message(UploadRejected.Example with { RejectedRows = 3, RejectsKey = "notes.csv.rejects.jsonl" }));

        var sent = _sent.ShouldHaveSingleItem();
        sent.Subject.ShouldBe("Upload rejected: notes.csv");
        sent.Message.ShouldStartWith(UploadRejected.Example.Reason);
        sent.Message.ShouldContain("s3://uploads/notes.csv\n");
        sent.Message.ShouldContain("3, listed in s3://uploads/notes.csv.rejects.jsonl");
    }

    [Fact]
    public async Task A_subject_is_one_short_line_of_ASCII()
    {
        await HandleAsync(Message(UploadRejected.Example with { Key = $"Zürich\n🌡{new string('x', 200)}" }));

        _sent.Single().Subject.ShouldBe($"Upload rejected: Z?rich??{new string('x', 72)}...");
        _sent.Single().Subject.Length.ShouldBe(100);
    }

    [Fact]
    public async Task The_same_event_twice_is_notified_once()
    {
        (await HandleAsync(Message(AlertOpened.Example), Message(AlertOpened.Example))).ShouldBeEmpty();
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();

        _sent.Count.ShouldBe(1);
        var marker = _table.Items.ShouldHaveSingleItem();
        marker.Key.ShouldBe("done#NotifyOperators#e-1");
        marker.Value["expiresAt"].N.ShouldBe($"{(Now + AlertTable.MarkerLifetime).ToUnixTimeSeconds()}");
    }

    [Fact]
    public async Task Two_events_are_two_notifications()
    {
        await HandleAsync(Message(AlertOpened.Example, "e-1"), Message(AlertOpened.Example, "e-2"));

        _sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_between_sending_and_marking_leads_to_one_repeat_after_the_lease()
    {
        _table.FailToMark = true;
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBe(["m-0"]);
        _sent.Count.ShouldBe(1);
        _table.FailToMark = false;

        _time.Advance(NotificationMarkers.Lease);
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBe(["m-0"]);
        _sent.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();
        _sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task While_another_invocation_sends_the_message_comes_back_later()
    {
        await new NotificationMarkers(_table.Client, "alerts", _time).ClaimAsync("e-1", CancellationToken.None);

        (await HandleAsync(Message(AlertOpened.Example))).ShouldBe(["m-0"]);

        _sent.ShouldBeEmpty();
        _context.Lines.ShouldHaveSingleItem().ShouldContain("another invocation");
    }

    [Fact]
    public async Task When_one_channel_fails_the_other_is_not_used_again()
    {
        var broken = Substitute.For<INotificationChannel>();
        broken.Name.Returns("broken");
        broken.SendAsync(Arg.Any<Notification>(), Arg.Any<CancellationToken>())
            .Returns(Task.FromException(new HttpRequestException("no route")), Task.CompletedTask);
        _channels.Add(broken);

        (await HandleAsync(Message(AlertOpened.Example))).ShouldBe(["m-0"]);
        _time.Advance(NotificationMarkers.Lease + TimeSpan.FromSeconds(1));
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();
        (await HandleAsync(Message(AlertOpened.Example))).ShouldBeEmpty();

        _sent.Count.ShouldBe(1);
        await broken.Received(2).SendAsync(Arg.Any<Notification>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_SNS_refuses_fails_alone_and_is_tried_again()
    {
        _sns.PublishAsync(Arg.Is<PublishRequest>(r => r != null && r.Subject.StartsWith("Upload")), Arg.Any<CancellationToken>())
            .Returns<PublishResponse>(_ => throw new AmazonSimpleNotificationServiceException("Rate exceeded"));

        (await HandleAsync(Message(UploadRejected.Example, "e-1"), Message(AlertOpened.Example, "e-2"))).ShouldBe(["m-0"]);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"detail-type\":7}")]
    [InlineData("{\"detail-type\":\"AlertOpened\"}")]
    public async Task A_message_that_cannot_be_read_fails_alone(string body)
    {
        (await HandleAsync(body, Message(AlertOpened.Example))).ShouldBe(["m-0"]);

        _sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_nobody_asked_for_fails()
    {
        (await HandleAsync(Message(AlertResolved.Example))).ShouldBe(["m-0"]);

        _context.Lines.ShouldHaveSingleItem().ShouldContain("AlertOpened");
        _context.Lines.Single().ShouldContain("c-1");
    }

    private static string Message<T>(T data, string eventId = "e-1")
        where T : IEvent<T> => JsonSerializer.Serialize(
            new BusEvent<T>
            {
                Id = Guid.NewGuid().ToString(),
                Source = T.Contract.Source,
                DetailType = T.Contract.DetailType,
                Detail = new(EventMetadata.First(eventId, "c-1", T.Contract, Now), data),
            },
            T.Contract.Json);

    private async Task<List<string>> HandleAsync(params string[] bodies)
    {
        var handler = new NotifyOperators(_channels, new NotificationMarkers(_table.Client, "alerts", _time), _metrics.For<NotifyOperators>(), new("https://api.example.com/"));
        var records = bodies.Select((body, index) => new SQSEvent.SQSMessage { MessageId = $"m-{index}", Body = body }).ToList();
        var response = await handler.HandleAsync(new() { Records = records }, _context, CancellationToken.None);
        return response.BatchItemFailures.ConvertAll(failure => failure.ItemIdentifier);
    }
}
