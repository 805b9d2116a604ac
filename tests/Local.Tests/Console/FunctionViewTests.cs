using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class FunctionViewTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private ConsoleHost _host = null!;

    public async Task InitializeAsync() => _host = await ConsoleHost.StartAsync(ConsoleShop.Orders(mapped: true), _bootstrap);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task An_invocation_is_answered_and_remembered()
    {
        var (status, answer) = await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "log", value = "hello" } });
        status.ShouldBe(HttpStatusCode.OK);
        answer["statusCode"]!.GetValue<int>().ShouldBe(200);
        answer["logs"]!.AsArray().Select(line => line!["text"]!.ToString()).ShouldContain("hello");
        answer["stepId"]!.ToString().ShouldBe($"invocation:{answer["requestId"]}");

        var function = await _host.GetAsync("functions/Handle");

        (function["label"]!.ToString(), function["memoryMb"]!.GetValue<int>(), function["timeoutMs"]!.GetValue<int>()).ShouldBe(("Handler", 256, 30_000));
        var invocation = function["invocations"]!.AsArray().ShouldHaveSingleItem()!;
        (invocation["requestId"]!.ToString(), invocation["status"]!.ToString()).ShouldBe((answer["requestId"]!.ToString(), "ok"));
        invocation["initMs"]!.GetValue<double>().ShouldBeGreaterThan(0);
        function["durations"]!["cold"]!["count"]!.GetValue<int>().ShouldBe(1);
        function["environments"]!.AsArray().ShouldHaveSingleItem()!["invocations"]!.GetValue<int>().ShouldBe(1);
        function["mappings"]![0]!["source"]!.ToString().ShouldBe("Orders");
        function["mappings"]![0]!["state"]!.ToString().ShouldBe("Enabled");
    }

    [Fact]
    public async Task An_error_is_told_with_its_type_and_message()
    {
        var (_, answer) = await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "fail" } });
        answer["functionError"]!.ToString().ShouldBe("Unhandled");
        answer["payload"]!["errorMessage"]!.ToString().ShouldBe("the handler failed");
        await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "exit", code = 3 } });
        await Eventually.True(() => _host.Host.Functions.Single().Invocations == 2, "both have ended");

        var invocations = (await _host.GetAsync("functions/Handle"))["invocations"]!.AsArray();

        invocations.Select(one => (one!["status"]!.ToString(), one["errorType"]!.ToString()))
            .ShouldBe([("error", "Runtime.ExitError"), ("error", "HandlerError")]);
        invocations[1]!["errorMessage"]!.ToString().ShouldBe("the handler failed");
        (await _host.GetAsync("functions"))["functions"]![0]!["errors"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task An_asynchronous_invocation_is_accepted()
    {
        var (_, answer) = await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "echo" }, type = "Event" });

        answer["statusCode"]!.GetValue<int>().ShouldBe(202);
        await Eventually.True(() => _host.Host.Functions.Single().Invocations == 1, "the function is called");
        (await _host.GetAsync("functions/Handle"))["invocations"]![0]!["requestId"]!.ToString().ShouldBe(answer["requestId"]!.ToString());
    }

    [Fact]
    public async Task Logs_lead_from_the_newest_to_older_ones()
    {
        foreach (var word in new[] { "one", "two", "three" })
        {
            await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "log", value = word } });
        }

        var all = Texts(await _host.GetAsync("functions/Handle/logs"));
        var newest = await _host.GetAsync("functions/Handle/logs?limit=3");
        var older = await _host.GetAsync($"functions/Handle/logs?limit=3&before={newest["next"]}");

        Texts(newest).ShouldBe(all[^3..]);
        Texts(older).ShouldBe(all[^6..^3]);
        Texts(await _host.GetAsync("functions/Handle/logs?text=TWO")).ShouldBe(["two", "error: two"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_example_is_what_the_queue_would_hand_over()
    {
        var examples = (await _host.GetAsync("functions/Handle"))["examples"]!.AsArray();

        var example = examples.ShouldHaveSingleItem()!;
        example["name"]!.ToString().ShouldBe("Ordered, by Orders");
        var record = example["payload"]!["Records"]![0]!;
        record["eventSource"]!.ToString().ShouldBe("aws:sqs");
        JsonNode.Parse(record["body"]!.ToString())!["item"]!["name"]!.ToString().ShouldBe("tea");
    }

    [Fact]
    public async Task What_a_function_failed_with_is_told_at_its_message()
    {
        await _host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Ordered", detail = new { any = 1 } });
        await Eventually.True(() => _host.Host.Functions.Single().Invocations == 1, "the message is handled");
        var (_, answer) = await _host.PostAsync("functions/Handle/invoke", new { payload = new { @do = "fail" } });
        answer["functionError"].ShouldNotBeNull();
        Fail("by hand");

        var reason = (await _host.GetAsync("queues/failed/messages"))["messages"]![0]!["reason"]!;

        reason["code"]!.ToString().ShouldBe("MAX_RECEIVES");
        reason["message"]!.ToString().ShouldContain("received once from Orders");
        reason["message"]!.ToString().ShouldContain("Handler");
        reason["message"]!.ToString().ShouldContain("the handler failed");
        reason["invocation"]!.ToString().ShouldBe($"invocation:{answer["requestId"]}");
    }

    private static List<string> Texts(JsonNode answer) => [.. answer["lines"]!.AsArray().Select(line => line!["text"]!.ToString())];

    /// <summary>Puts a message in the dead-letter queue as SQS does it.</summary>
    private void Fail(string body)
    {
        var services = _host.Host.Console.Services;
        var queues = services.Queues;
        services.Database.Run(connection =>
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            Local.Queues.MessageStore.Insert(connection, queues.Get(queues.FindByName("failed")!.Arn), new()
            {
                Sequence = 1,
                MessageId = Guid.NewGuid().ToString(),
                Body = body,
                Md5 = "",
                Sender = "1",
                Source = queues.FindByName("orders")!.Arn,
                SentAt = now,
                VisibleAt = now,
                ReceiveCount = 1,
            });
        });
    }
}
