using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Queues;
using static SensorWatch.Local.Tests.Queues.QueueFixture;

namespace SensorWatch.Local.Tests.Metering;

public sealed class MessageUsageTests
{
    private readonly string _url = $"\"QueueUrl\":\"{Url("jobs")}\"";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(65_536, 1)]
    [InlineData(65_537, 2)]
    public void A_send_is_a_request_for_each_64_KB(int bytes, int requests)
    {
        using var queues = new QueueFixture(Queue("jobs"));

        queues.Send("jobs", new('x', bytes));

        queues.Service.Usage[UsageItem.MessageSends].ShouldBe(requests);
        queues.Receive("jobs");
        queues.Service.Usage[UsageItem.MessageReceives].ShouldBe(requests);
    }

    [Fact]
    public async Task A_batch_is_one_request()
    {
        using var queues = new QueueFixture(Queue("jobs"));

        await queues.CallAsync("SendMessageBatch", $$"""{{{_url}},"Entries":[{"Id":"1","MessageBody":"a"},{"Id":"2","MessageBody":"b"},{"Id":"3","MessageBody":"c"}]}""");

        queues.Service.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.MessageSends] = 1 });
    }

    [Fact]
    public void Messages_come_at_most_ten_in_a_request()
    {
        using var queues = new QueueFixture(Queue("jobs"));
        for (var i = 0; i < 12; i++)
        {
            queues.Send("jobs", "x");
        }

        queues.Receive("jobs", maximum: 100).Count.ShouldBe(12);

        queues.Service.Usage[UsageItem.MessageReceives].ShouldBe(2);
    }

    [Fact]
    public async Task Every_call_of_the_API_is_a_request_an_empty_receive_too()
    {
        using var queues = new QueueFixture(Queue("jobs"));
        await queues.CallAsync("ReceiveMessage", $$"""{{{_url}}}""");
        await queues.CallAsync("SendMessage", $$"""{{{_url}},"MessageBody":"a"}""");
        var received = await queues.CallAsync("ReceiveMessage", $$"""{{{_url}}}""");
        var handle = received["Messages"]![0]!["ReceiptHandle"]!.GetValue<string>();
        await queues.CallAsync("ChangeMessageVisibility", $$"""{{{_url}},"ReceiptHandle":"{{handle}}","VisibilityTimeout":60}""");
        await queues.CallAsync("DeleteMessage", $$"""{{{_url}},"ReceiptHandle":"{{handle}}"}""");
        await queues.CallAsync("GetQueueAttributes", $$"""{{{_url}},"AttributeNames":["All"]}""");

        queues.Service.Usage.Read().ShouldBe(
            new Dictionary<UsageItem, double>
            {
                [UsageItem.MessageReceives] = 2,
                [UsageItem.MessageSends] = 1,
                [UsageItem.OtherQueueRequests] = 2,
                [UsageItem.MessageDeletes] = 1,
            },
            ignoreOrder: true);
    }

    [Fact]
    public void The_way_to_a_dead_letter_queue_is_free()
    {
        using var queues = new QueueFixture(Queue("jobs", "dead", maxReceiveCount: 1), Queue("dead"));
        queues.Send("jobs", "poison");
        queues.Receive("jobs", visibility: 0).Count.ShouldBe(1);

        queues.Receive("jobs").ShouldBeEmpty();

        queues.Service.Count(Arn("dead")).Visible.ShouldBe(1);
        queues.Service.Usage[UsageItem.MessageSends].ShouldBe(1);
        queues.Service.Usage[UsageItem.MessageReceives].ShouldBe(1);
    }

    [Fact]
    public async Task A_poller_receives_and_deletes_a_batch_in_requests_of_ten()
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping(batchSize: 20, windowSeconds: 5));
        fixture.Queues.Service.Run(Arn("jobs"), connection =>
        {
            for (var i = 0; i < 12; i++)
            {
                fixture.Queues.Service.Send(connection, Arn("jobs"), new() { Body = "x" });
            }

            return 0;
        });

        (await fixture.NextAsync(TimeSpan.FromSeconds(1))).Succeed();
        await fixture.StopAsync();

        fixture.Queues.Service.Usage.Read().ShouldBe(
            new Dictionary<UsageItem, double>
            {
                [UsageItem.MessageSends] = 12,
                [UsageItem.MessageReceives] = 2,
                [UsageItem.MessageDeletes] = 2,
            },
            ignoreOrder: true);
    }
}
