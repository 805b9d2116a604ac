using Amazon.S3.Model;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Http;
using SensorWatch.Local.Tests.Logs;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Objects;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Topics;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Local.Tests.Metering;

/// <summary>Topics, buckets, HTTP APIs, functions and their logs.</summary>
public sealed class DeliveryUsageTests
{
    private const double Close = 1e-15;

    [Fact]
    public void A_publish_is_paid_by_64_KB_and_its_deliveries_to_people_and_the_world()
    {
        using var topic = new TopicFixture(
            [
                TopicFixture.Subscription("email", "a@example.com"),
                TopicFixture.Subscription("https", "https://example.com"),
                TopicFixture.Subscription("sms", "+1"),
                TopicFixture.Subscription("sqs", QueueFixture.Arn("inbox")),
            ],
            [TopicFixture.Allow("inbox")],
            QueueFixture.Queue("inbox"));

        topic.Service.Publish(TopicFixture.TopicArn, new() { Message = new('x', 65_537) });

        topic.Service.Usage.Read().ShouldBe(
            new Dictionary<UsageItem, double> { [UsageItem.Publishes] = 2, [UsageItem.Emails] = 1, [UsageItem.HttpNotifications] = 2 }, ignoreOrder: true);
        topic.Queues.Service.Usage[UsageItem.MessageSends].ShouldBe(2);
    }

    [Fact]
    public void A_batch_of_messages_is_one_publish()
    {
        using var topic = new TopicFixture();

        topic.Call(
            "PublishBatch",
            ("TopicArn", TopicFixture.TopicArn),
            ("PublishBatchRequestEntries.member.1.Id", "1"),
            ("PublishBatchRequestEntries.member.1.Message", "a"),
            ("PublishBatchRequestEntries.member.2.Id", "2"),
            ("PublishBatchRequestEntries.member.2.Message", "b"));

        topic.Service.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.Publishes] = 1 });
    }

    [Fact]
    public async Task Requests_of_S3_are_paid_by_their_kind_and_deletes_are_free()
    {
        await using var host = await ObjectHost.StartAsync();

        await host.Client.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x" });
        await host.Client.GetObjectMetadataAsync("uploads", "a");
        (await host.Client.GetObjectAsync("uploads", "a")).Dispose();
        await host.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "uploads" });
        await host.Client.DeleteObjectAsync("uploads", "a");

        host.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.ObjectWrites] = 2, [UsageItem.ObjectReads] = 2 }, ignoreOrder: true);
        host.EventUsage[UsageItem.OptInEvents].ShouldBe(2);
    }

    [Fact]
    public async Task A_request_to_an_HTTP_API_is_paid_once_it_goes_to_its_function()
    {
        var api = new HttpApiFixture();

        await api.SendAsync("GET /open");
        await api.SendAsync("GET /nowhere");
        await api.SendAsync("GET /things/1");

        // The last one had no token, and was turned away.
        api.Usage[UsageItem.HttpRequests].ShouldBe(1);
        api.Usage[UsageItem.HttpAnswers].ShouldBeInRange(2 * 150 / Sizes.Gigabyte, 2 * 300 / Sizes.Gigabyte);
    }

    [Fact]
    public async Task A_line_of_the_log_is_paid_with_26_bytes_more()
    {
        await using var logs = new LogsFixture();

        logs.Write("héllo");

        logs.Service.Usage[UsageItem.LogBytes].ShouldBe((6 + 26) / Sizes.Gigabyte, Close);
    }

    [Theory]
    [InlineData("x86_64", PriceItem.LambdaGigabyteSecondsX86)]
    [InlineData("arm64", PriceItem.LambdaGigabyteSecondsArm)]
    public void An_invocation_is_paid_with_its_time_by_memory_and_that_of_INIT(string architecture, PriceItem price)
    {
        var usage = new UsageMeter();
        var function = MappingFixture.Function() with { MemorySizeMegabytes = 256, Architecture = architecture };
        var log = new InvocationUsage(new([function]), usage);

        log.Write(Report(TimeSpan.FromMilliseconds(99.2), init: TimeSpan.FromMilliseconds(300)));
        log.Write(Report(TimeSpan.FromMilliseconds(100), init: null) with { Status = InvocationStatus.Error });
        log.Write(new EnvironmentFailure("Handle", "stream", DateTimeOffset.UnixEpoch, InvocationStatus.Error, "Runtime.ExitError", "it ended")
        {
            InitDuration = TimeSpan.FromMilliseconds(500),
        });

        usage[UsageItem.Invocations].ShouldBe(2);
        usage.Read().Single(used => used.Key.Price == price).Value.ShouldBe((0.4 + 0.1 + 0.5) / 4, 1e-12);
    }

    private static InvocationReport Report(TimeSpan duration, TimeSpan? init) => new()
    {
        FunctionName = "Handle",
        RequestId = "1",
        LogGroupName = "group",
        LogStreamName = "stream",
        Status = InvocationStatus.Success,
        Timestamp = DateTimeOffset.UnixEpoch,
        Duration = duration,
        InitDuration = init,
        MemorySizeMegabytes = 256,
    };
}
