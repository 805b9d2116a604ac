using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Sending;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class SendingTests
{
    private const string Context = """
        {
          "local:examples": {
            "POST /things": [ { "name": "a thing", "headers": { "authorization": "Bearer {TOKEN}" }, "query": "n={i}", "body": { "at": "{time}", "n": "{i}", "keep": "{unknown}" } } ],
            "GET /things/{id}": [ { "name": "one", "path": "/things/1" } ],
            "Ordered": [ { "name": "poison", "detail": { "item": null } } ]
          },
          "local:fresh": { "id": "{uuid}", "item": { "name": null } },
          "local:bursts": [ {
            "name": "things", "route": "POST /things", "unit": "parts", "count": 25, "seconds": 0, "clients": 3,
            "headers": { "content-type": "application/json" },
            "body": { "of": "burst", "parts": [ { "n": "{i}", "time": "{time}" } ] },
            "repeat": { "member": "parts", "perRequest": 10 }
          } ]
        }
        """;

    [Fact]
    public async Task Routes_have_the_apps_examples_with_their_placeholders_filled()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api("POST /things", "GET /things/{id}", "$default"), bootstrap);
        host.Host.Console.App = App();

        var routes = (await host.GetAsync("routes"))["routes"]!.AsArray();

        var example = routes[0]!["examples"]![0]!;
        example["headers"]!["authorization"]!.ToString().ShouldBe("Bearer t0ken");
        (example["path"]!.ToString(), example["query"]!.ToString()).ShouldBe(("/things", "n=1"));
        example["body"]!["n"]!.GetValue<int>().ShouldBe(1);
        DateTimeOffset.Parse(example["body"]!["at"]!.ToString()).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        example["body"]!["keep"]!.ToString().ShouldBe("{unknown}");
        routes[1]!["examples"]![0]!["path"]!.ToString().ShouldBe("/things/1");
        (routes[2]!["method"]!.ToString(), routes[2]!["examples"]!.AsArray().Count, routes[2]!["baseUrl"]!.ToString()).ShouldBe(("ANY", 0, ""));
        var invocation = (await host.GetAsync("functions/Handle"))["examples"]!.AsArray().Single(e => e!["name"]!.ToString() == "GET /things/{id}: one")!;
        invocation["payload"]!["pathParameters"]!["id"]!.ToString().ShouldBe("1");
    }

    [Fact]
    public async Task A_burst_sends_everything_and_counts_it()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api("POST /things"), bootstrap);
        host.Host.Console.App = App();
        var burst = (await host.GetAsync("bursts"))["bursts"]![0]!;
        (burst["name"]!.ToString(), burst["defaults"]!["count"]!.GetValue<int>()).ShouldBe(("things", 25));

        var (status, _) = await host.PostAsync("bursts", new { name = "things" });

        status.ShouldBe(HttpStatusCode.OK);
        await Eventually.True(() => Progress(host)?.EndedAt is not null, "the burst has ended");
        var progress = Progress(host)!;
        (progress.Sent, progress.Accepted, progress.Failed, progress.Total, progress.Requests, progress.Unit).ShouldBe((25, 25, 0, 25, 3, "parts"));
    }

    [Fact]
    public async Task What_a_burst_is_refused_is_told()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api("POST /others"), bootstrap);
        host.Host.Console.App = App();

        (await host.PostAsync("bursts", new { name = "none" })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.PostAsync("bursts", new { name = "things", count = 0 })).Status.ShouldBe(HttpStatusCode.BadRequest);
        var (status, answer) = await host.PostAsync("bursts", new { name = "things" });

        (status, answer["error"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, "The burst 'things' is for the route POST /things, which no HTTP API here has, or whose path has variables: mend 'local:bursts' in cdk.json."));
    }

    [Fact]
    public async Task Contracts_come_from_the_registrys_schemas()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), bootstrap);
        host.Host.Console.App = App();

        var contract = (await host.GetAsync("contracts"))["contracts"]!.AsArray().ShouldHaveSingleItem()!;

        (contract["detailType"]!.ToString(), contract["source"]!.ToString(), contract["bus"]!.ToString(), contract["version"]!.ToString())
            .ShouldBe(("Ordered", "shop.orders", "shop", "2.0.0"));
        contract["description"]!.ToString().ShouldBe("Somebody has ordered.");
        contract["schema"]!["properties"]!["item"]!["properties"]!["name"]!["type"]!.ToString().ShouldBe("string");
        contract["schema"]!["properties"]!["item"]!["properties"]!["part"]!["$ref"]!.ToString().ShouldEndWith("Item", customMessage: "a schema that holds itself has an end");
        contract["rules"]!.AsArray().Select(rule => rule!.ToString()).ShouldBe(["Rule"]);
        contract["example"]!["detail"]!["id"]!.ToString().ShouldBe("{uuid}");
        contract["example"]!["detail"]!["item"]!.AsObject().ShouldBeEmpty();
        contract["examples"]![1]!["name"]!.ToString().ShouldBe("poison");
    }

    [Fact]
    public async Task Events_are_put_each_with_values_of_its_own()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), bootstrap);

        var (_, answer) = await host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Ordered", detail = new { n = "{i}", id = "{uuid}", t = "at {time}" }, count = 12 });

        answer["ids"]!.AsArray().Count.ShouldBe(12);
        answer["rules"]!.AsArray().Select(rule => rule!.ToString()).ShouldBe(["Rule"]);
        var bodies = (await host.GetAsync("queues/orders/messages"))["messages"]!.AsArray().Select(message => JsonNode.Parse(message!["body"]!.ToString())!).ToList();
        bodies.Select(body => body["n"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 12));
        bodies.Select(body => body["id"]!.ToString()).Distinct().Count().ShouldBe(12);
        bodies.Select(body => body["t"]!.ToString()).Distinct().Count().ShouldBe(12);
    }

    [Theory]
    [InlineData("none", "shop.orders", 1, HttpStatusCode.NotFound, "default, shop")]
    [InlineData("shop", "aws.s3", 1, HttpStatusCode.BadRequest, "NotAuthorizedForSource")]
    [InlineData("shop", "shop.orders", 0, HttpStatusCode.BadRequest, "count takes")]
    public async Task An_event_that_EventBridge_would_refuse_is_refused(string bus, string source, int count, HttpStatusCode expected, string why)
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), bootstrap);

        var (status, answer) = await host.PostAsync("events", new { bus, source, detailType = "Ordered", detail = new { }, count });

        status.ShouldBe(expected);
        answer["error"]!.ToString().ShouldContain(why);
    }

    [Theory]
    [InlineData("""{"local:bursts":{}}""", "local:bursts")]
    [InlineData("""{"local:bursts":[{"route":"POST /x"}]}""", "name")]
    [InlineData("""{"local:examples":{"GET /":[{}]}}""", "name")]
    [InlineData("""{"local:fresh":[]}""", "an object of members")]
    public void A_context_of_another_form_is_explained(string context, string words) =>
        Should.Throw<LocalException>(() => AppExamples.Read((JsonObject)JsonNode.Parse(context)!, [])).Message.ShouldContain(words);

    private static AppExamples App() => AppExamples.Read((JsonObject)JsonNode.Parse(Context)!, [KeyValuePair.Create("TOKEN", "t0ken")]);

    private static BurstProgress? Progress(ConsoleHost host) => host.Host.Console.BurstProgress;
}
