using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>The local run holds nothing of this domain: it runs somebody else's cloud assembly as it is.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ForeignAssemblyTests
{
    [UnixFact]
    public async Task A_shop_written_in_JavaScript_runs_unchanged()
    {
        await using var system = await RunningSystem.StartAsync(Path.Combine(AppContext.BaseDirectory, "Orders"));

        for (var number = 1; number <= 4; number++)
        {
            using var response = await system.SendAsync(
                HttpMethod.Post, "/orders", token: null, $$"""{"number":{{number}},"total":{{number * 50}}}""");
            response.EnsureSuccessStatusCode();
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["placed"]!.GetValue<string>().ShouldNotBeEmpty();
        }

        await system.UntilAsync("the large orders", async () => (await system.ScanAsync("LargeOrders")).Count == 3);
        (await system.ScanAsync("LargeOrders")).Select(item => item["total"]!["N"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .ShouldBe(["100", "150", "200"]);
    }
}
