using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class GraphTests
{
    [Fact]
    public async Task The_graph_tells_what_runs()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api("GET /things"), bootstrap);

        var graph = await host.GetAsync("graph");

        graph["environment"]!.ToString().ShouldBe("Shop");
        var function = graph["nodes"]!.AsArray().Single(node => node!["kind"]!.ToString() == "Function")!;
        (function["id"]!.ToString(), function["label"]!.ToString(), function["physicalName"]!.ToString()).ShouldBe(("Shop/Handle", "Handler", "Handle"));
        graph["edges"]!.AsArray().ShouldContain(edge => edge!["kind"]!.ToString() == "Invokes" && edge["to"]!.ToString() == "Shop/Handle");
    }
}
