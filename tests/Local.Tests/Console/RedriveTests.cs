using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class RedriveTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private ConsoleHost _host = null!;

    public async Task InitializeAsync() => _host = await ConsoleHost.StartAsync(ConsoleShop.Orders(allowed: false), _bootstrap);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task What_a_queue_gave_up_goes_back_to_it()
    {
        Fail("a", "b", "c");

        var answer = await RedriveAsync("failed", new { });

        (answer["matched"]!.GetValue<int>(), answer["moved"]!.GetValue<int>()).ShouldBe((3, 3));
        (answer["destinations"]![0]!["name"]!.ToString(), answer["destinations"]![0]!["count"]!.GetValue<int>()).ShouldBe(("orders", 3));
        Bodies("failed").ShouldBeEmpty();
        Bodies("orders").ShouldBe(["a", "b", "c"]);
        Queues.Receive(Arn("orders"), 10).ShouldAllBe(message => message.ReceiveCount == 1);
    }

    [Fact]
    public async Task A_dry_run_moves_nothing()
    {
        Fail("a", "b");

        var answer = await RedriveAsync("failed", new { dryRun = true });

        (answer["matched"]!.GetValue<int>(), answer["moved"]!.GetValue<int>(), answer["destinations"]![0]!["count"]!.GetValue<int>()).ShouldBe((2, 0, 2));
        Bodies("failed").ShouldBe(["a", "b"]);
        Bodies("orders").ShouldBeEmpty();
    }

    [Fact]
    public async Task Some_of_them_can_be_chosen_by_id_or_by_text()
    {
        Fail("apple", "pear", "plum");
        var pear = (await _host.GetAsync("queues/failed/messages?text=pear"))["messages"]![0]!["id"]!.ToString();

        await RedriveAsync("failed", new { messageIds = new[] { pear, "unknown" } });
        Bodies("failed").ShouldBe(["apple", "plum"]);
        await RedriveAsync("failed", new { text = "PLUM" });

        Bodies("failed").ShouldBe(["apple"]);
        Bodies("orders").ShouldBe(["pear", "plum"]);
    }

    [Fact]
    public async Task What_a_rule_could_not_deliver_goes_to_its_target_as_the_rule_makes_it()
    {
        // The queue's policy doesn't allow the rule, so EventBridge put the event in the target's dead-letter queue.
        await _host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Ordered", detail = new { item = "tea" } });
        (await _host.GetAsync("queues/undelivered/messages"))["messages"]![0]!["reason"]!["code"]!.ToString().ShouldBe("NO_PERMISSIONS");

        var answer = await RedriveAsync("undelivered", new { });

        answer["moved"]!.GetValue<int>().ShouldBe(1);
        Bodies("undelivered").ShouldBeEmpty();
        Bodies("orders").ShouldBe(["""{"item":"tea"}"""]);
    }

    [Fact]
    public async Task What_can_not_go_back_stays_and_is_listed()
    {
        Queues.Send(Arn("failed"), new() { Body = "sent by hand" });
        Queues.Send(Arn("failed"), new() { Body = "{}", Attributes = Attributes("arn:aws:sqs:us-east-1:123456789012:gone") });
        Queues.Send(Arn("failed"), new() { Body = "no event", Attributes = Attributes(Arn("orders")) });
        Queues.Send(Arn("failed"), new() { Body = "received" });
        Queues.ChangeVisibility(Arn("failed"), [.. Queues.Receive(Arn("failed"), 10).Where(message => message.Body != "received").Select(message => message.ReceiptHandle)], 0);

        var answer = await RedriveAsync("failed", new { });

        (answer["matched"]!.GetValue<int>(), answer["moved"]!.GetValue<int>(), answer["leftCount"]!.GetValue<int>()).ShouldBe((4, 0, 4));
        string.Join('\n', answer["left"]!.AsArray().Select(left => left!["why"]!.ToString())).ShouldSatisfyAllConditions(
            why => why.ShouldContain("neither which queue nor which target"),
            why => why.ShouldContain("gone is neither a queue nor a function"),
            why => why.ShouldContain("its body is no event"),
            why => why.ShouldContain("somebody has received it"));
        Bodies("failed").Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_failed_asynchronous_event_goes_back_to_its_function()
    {
        var function = _host.Host.Deployment.Functions.Single().Arn;
        Queues.Send(Arn("failed"), new()
        {
            Body = $$$"""{"requestContext":{"requestId":"r","functionArn":"{{{function}}}:$LATEST","condition":"RetriesExhausted"},"requestPayload":{"do":"echo","value":7}}""",
        });

        var answer = await RedriveAsync("failed", new { });

        answer["destinations"]![0]!["label"]!.ToString().ShouldBe("Handler");
        Bodies("failed").ShouldBeEmpty();
        await Eventually.True(() => _host.Host.Functions.Single().Invocations == 1, "the function is called");
    }

    [Fact]
    public async Task With_a_rate_so_many_move_each_second()
    {
        Fail("a", "b", "c", "d", "e");

        var answer = await RedriveAsync("failed", new { ratePerSecond = 2 });

        (answer["moved"]!.GetValue<int>(), answer["waiting"]!.GetValue<int>()).ShouldBe((2, 3));
        (await _host.PostAsync("queues/failed/redrive", new { })).Status.ShouldBe(HttpStatusCode.Conflict);
        _host.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.True(() => Bodies("orders").Count == 5, "all have moved");
        Bodies("failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_a_batch_moves_once_each()
    {
        Fail([.. Enumerable.Range(0, 1_234).Select(i => $"{i}")]);

        var answer = await RedriveAsync("failed", new { });

        answer["moved"]!.GetValue<int>().ShouldBe(1_234);
        Bodies("orders").Order().ShouldBe(Enumerable.Range(0, 1_234).Select(i => $"{i}").Order());
        Bodies("failed").ShouldBeEmpty();
    }

    private QueueService Queues => _host.Host.Console.Services.Queues;

    private string Arn(string name) => Queues.FindByName(name)!.Arn;

    /// <summary>What EventBridge writes on an event that it could not deliver.</summary>
    private Dictionary<string, MessageAttribute> Attributes(string target) => new()
    {
        ["RULE_ARN"] = MessageAttribute.Text(_host.Host.Deployment.Rules.Single().Arn),
        ["TARGET_ARN"] = MessageAttribute.Text(target),
    };

    /// <summary>Messages that were received as often as the queue allows, and not deleted.</summary>
    private void Fail(params IReadOnlyList<string> bodies)
    {
        foreach (var body in bodies)
        {
            Queues.Send(Arn("orders"), new() { Body = body });
        }

        Queues.Receive(Arn("orders"), bodies.Count, visibilityTimeout: 0);
        Queues.Receive(Arn("orders"), bodies.Count).ShouldBeEmpty();
    }

    private async Task<JsonNode> RedriveAsync(string queue, object request)
    {
        var (status, answer) = await _host.PostAsync($"queues/{queue}/redrive", request);
        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    private IReadOnlyList<string> Bodies(string queue) => _host.Host.Console.Services.Database.Run(connection =>
        new MessageSearch().Find(connection, Queues.Get(Arn(queue)), DateTimeOffset.UtcNow, 10_000).ConvertAll(message => message.Body));
}
