using System.Diagnostics;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class StoreSizeTests
{
    private const int Many = 100_000;

    [Fact]
    public async Task With_a_hundred_thousand_messages_events_and_log_lines_every_answer_comes_in_under_a_second()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), bootstrap);
        Fill(host);

        foreach (var path in new[]
        {
            "queues", "queues/failed/messages?limit=50", "queues/failed/messages?text=nothing", "queues/orders/messages",
            "archives", "archives/all/count?from=2026-01-01T00:00:00Z", "replays",
            "functions", "functions/Handle", "functions/Handle/logs", "functions/Handle/logs?text=nothing", "contracts",
        })
        {
            // The first answer also compiles its code.
            await host.GetAsync(path);
            var started = Stopwatch.GetTimestamp();
            await host.GetAsync(path);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(1), path);
        }

        var (_, dryRun) = await host.PostAsync("queues/failed/redrive", new { dryRun = true });
        (dryRun["matched"]!.GetValue<int>(), dryRun["leftCount"]!.GetValue<int>()).ShouldBe((Many, Many), "nobody knows where these came from");
    }

    private static void Fill(ConsoleHost host)
    {
        var services = host.Host.Console.Services;
        var body = new string('x', 500);
        var now = DateTimeOffset.UtcNow;
        var failed = services.Queues.FindByName("failed")!.Arn;
        services.Database.Run(connection =>
        {
            for (var i = 0; i < Many; i++)
            {
                services.Queues.Send(connection, failed, new() { Body = body });
                connection.Execute(
                    "INSERT INTO archived_events (archive, archived_at, time, text) VALUES ('all', ?1, ?2, ?3)",
                    now.ToUnixTimeMilliseconds(),
                    now.ToUnixTimeSeconds() - i,
                    body);
                LogStore.Insert(connection, new("/aws/lambda/Handle", "stream", now, body, null), now);
            }
        });
    }
}
