using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class QueueViewTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private ConsoleHost _host = null!;

    public async Task InitializeAsync() => _host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), _bootstrap);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task Queues_tell_what_they_are_for_and_dead_letter_queues_with_messages_come_first()
    {
        Send("undelivered", "{}");

        var queues = (await _host.GetAsync("queues"))["queues"]!.AsArray();

        queues.Select(queue => queue!["name"]!.ToString()).ShouldBe(["undelivered", "orders", "failed"]);
        queues[0]!["deadLetter"]!.GetValue<bool>().ShouldBeTrue();
        queues[0]!["visible"]!.GetValue<int>().ShouldBe(1);
        queues[0]!["sources"]![0]!["name"]!.ToString().ShouldBe("ordered");
        queues[0]!["redriveTargets"]!.AsArray().Select(target => target!.ToString()).ShouldBe(["Orders"]);
        queues[1]!["maxReceiveCount"]!.GetValue<int>().ShouldBe(1);
        queues[1]!["visibilityTimeoutMs"]!.GetValue<int>().ShouldBe(30_000);
        queues[2]!["redriveTargets"]!.AsArray().Select(target => target!.ToString()).ShouldBe(["Orders"]);
    }

    [Fact]
    public async Task Looking_at_messages_changes_nothing()
    {
        Send("orders", "one");
        Queues.Receive(Arn("orders"), 1);
        Send("orders", "two");
        Queues.Send(Arn("orders"), new() { Body = "three", DelaySeconds = 60 });

        var before = Rows();
        var messages = (await _host.GetAsync("queues/orders/messages"))["messages"]!.AsArray();

        Rows().ShouldBe(before);
        messages.Select(message => (message!["body"]!.ToString(), message["state"]!.ToString(), message["receiveCount"]!.GetValue<int>()))
            .ShouldBe([("one", "inFlight", 1), ("two", "visible", 0), ("three", "delayed", 0)]);
        Queues.Receive(Arn("orders"), 10).ShouldHaveSingleItem().Body.ShouldBe("two");
    }

    [Fact]
    public async Task Messages_come_in_pages_and_can_be_searched()
    {
        for (var i = 0; i < 5; i++)
        {
            Send("orders", $"number {i} 100%_!");
        }

        Queues.Send(Arn("orders"), new() { Body = "other", Attributes = new Dictionary<string, MessageAttribute> { ["kind"] = MessageAttribute.Text("NUMBER") } });
        var first = await _host.GetAsync("queues/orders/messages?limit=4&text=number");
        var second = await _host.GetAsync($"queues/orders/messages?limit=4&text=number&after={first["next"]}");

        first["total"]!.GetValue<int>().ShouldBe(6);
        first["messages"]!.AsArray().Select(Body).ShouldBe(["number 0 100%_!", "number 1 100%_!", "number 2 100%_!", "number 3 100%_!"]);
        second["messages"]!.AsArray().Select(Body).ShouldBe(["number 4 100%_!", "other"]);
        second["next"].ShouldBeNull();
        (await _host.GetAsync("queues/orders/messages?text=0%25_!"))["total"]!.GetValue<int>().ShouldBe(5);
        (await _host.GetAsync("queues/orders/messages?text=0__!"))["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_message_tells_of_the_event_in_it_and_of_why_it_was_not_delivered()
    {
        Queues.Send(Arn("undelivered"), new()
        {
            Body = """{"id":"e1","detail-type":"Ordered","source":"shop.orders","detail":{}}""",
            Attributes = new Dictionary<string, MessageAttribute>
            {
                ["ERROR_CODE"] = MessageAttribute.Text("NO_PERMISSIONS"),
                ["ERROR_MESSAGE"] = MessageAttribute.Text("no policy"),
            },
        });
        Send("undelivered", """{"requestContext":{"requestId":"r1","functionArn":"arn:f","condition":"RetriesExhausted"},"requestPayload":{"id":"e2","detail-type":"Ordered"},"responsePayload":{"errorType":"Bad","errorMessage":"why"}}""");
        Send("undelivered", """{"Type":"Notification","Message":"{\"id\":\"e3\",\"detail-type\":\"Ordered\"}"}""");

        var messages = (await _host.GetAsync("queues/undelivered/messages"))["messages"]!.AsArray();

        messages.Select(message => message!["eventId"]!.ToString()).ShouldBe(["e1", "e2", "e3"]);
        (messages[0]!["reason"]!["code"]!.ToString(), messages[0]!["reason"]!["message"]!.ToString()).ShouldBe(("NO_PERMISSIONS", "no policy"));
        (messages[1]!["reason"]!["code"]!.ToString(), messages[1]!["reason"]!["message"]!.ToString(), messages[1]!["reason"]!["invocation"]!.ToString())
            .ShouldBe(("RetriesExhausted", "Bad: why", "invocation:r1"));
        messages[2]!["reason"].ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_queue_is_answered_with_those_that_there_are()
    {
        using var response = await _host.Client.GetAsync("/_console/api/queues/none/messages");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("orders");
    }

    private QueueService Queues => _host.Host.Console.Services.Queues;

    private static string Body(JsonNode? message) => message!["body"]!.ToString();

    private string Arn(string name) => Queues.FindByName(name)!.Arn;

    private void Send(string queue, string body) => Queues.Send(Arn(queue), new() { Body = body });

    private string Rows() => _host.Host.Console.Services.Database.Run(connection =>
    {
        var rows = new MessageSearch().Find(connection, Queues.Get(Arn("orders")), DateTimeOffset.UtcNow, 100);
        return string.Join('\n', rows);
    });
}
