using System.Text.Json.Nodes;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class LiveViewTests
{
    [Fact]
    public async Task A_tick_tells_how_the_system_is_by_the_graphs_ids()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(mapped: true), bootstrap);
        await host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Ordered", detail = new { @do = "echo" } });
        await host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Other", detail = new { } });
        await Eventually.True(() => host.Host.Functions.Single().Invocations == 1, "the function is called");

        var tick = await FirstTickAsync(host);

        var nodes = tick["nodes"]!;
        nodes["Shop/Orders"]!["visible"]!.GetValue<int>().ShouldBe(0);
        nodes["Shop/Rule"]!["enabled"]!.GetValue<bool>().ShouldBeTrue();
        nodes["Shop/Archive"]!["events"]!.GetValue<int>().ShouldBe(2);
        nodes["Shop/Handle"]!["invocations"]!.GetValue<int>().ShouldBe(1);
        nodes["Shop/Handle"]!["environments"]!.AsArray().ShouldHaveSingleItem()!["sinceMs"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
        (await host.GetAsync("graph"))["nodes"]!.AsArray().Select(node => node!["id"]!.ToString()).ShouldContain("Shop/Orders");
        tick["clockOffsetMs"]!.GetValue<double>().ShouldBe(0);
        tick["now"]!.ToString().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }

    [Fact]
    public async Task An_open_stream_ends_when_the_local_run_stops()
    {
        using var bootstrap = new TestBootstrap();
        var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), bootstrap);
        using var response = await host.Client.GetAsync("/_console/api/live", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("event: tick");
        var rest = reader.ReadToEndAsync();

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        await rest.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<JsonNode> FirstTickAsync(ConsoleHost host)
    {
        using var response = await host.Client.GetAsync("/_console/api/live", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("event: tick");
        return JsonNode.Parse((await reader.ReadLineAsync())!["data: ".Length..])!;
    }
}
