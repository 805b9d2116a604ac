using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>What goes wrong on the way loses nothing and doubles nothing.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class FailureTests : IAsyncLifetime
{
    private const string Bus = "sensorwatch-dev";

    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task A_poison_message_reaches_the_dead_letter_queue_after_five_receives_and_its_neighbours_are_stored_once()
    {
        var queue = _system.Host.Deployment.Queues.Single(q => q.RedrivePolicy is not null && q.Name.Contains("StoreReadings"));
        var deadLetters = _system.Host.Deployment.Queues.Single(q => q.Arn == queue.RedrivePolicy!.DeadLetterTargetArn);
        await _system.PutEventsAsync(Bus, "sensorwatch.readings", "ReadingsRecorded", Detail("good-1"), """{"no":"such event"}""", Detail("good-2"));

        await _system.UntilAsync(
            "the dead letter", async () => (await _system.CountAsync(deadLetters.Url)).Visible > 0, step: TimeSpan.FromSeconds(30));

        var failures = _system.Log.Where(line => line.StartsWith("StoreReadings", StringComparison.Ordinal) && line.Contains(" failed: ")).ToList();
        failures.Count.ShouldBe(queue.RedrivePolicy!.MaxReceiveCount);
        (await _system.CountAsync(queue.Url)).ShouldBe((0, 0));
        (await _system.CountAsync(deadLetters.Url)).ShouldBe((1, 0));
        (await _system.ScanAsync(_system.ReadingsTable)).Select(item => item["sensorId"]!["S"]!.GetValue<string>())
            .ShouldBe(["good-1", "good-2"], ignoreOrder: true);
        var dead = await _system.AwsAsync("AmazonSQS.ReceiveMessage", new() { ["QueueUrl"] = deadLetters.Url });
        dead["Messages"]![0]!["Body"]!.GetValue<string>().ShouldContain("no\":\"such event");
    }

    [Fact]
    public async Task Processes_that_are_killed_lose_nothing()
    {
        var batches = Readings.Seattle.Chunk(20).ToList();
        for (var i = 0; i < batches.Count; i++)
        {
            using var response = await _system.PostReadingsAsync(Readings.Body("seattle-temperature", batches[i]));
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            if (i % 10 == 5)
            {
                await _system.UntilAsync("a process to kill", () => Task.FromResult(ProcessesOf("StoreReadings").Any()));
                KillProcesses("StoreReadings");
            }
        }

        await _system.UntilAsync(
            "all readings",
            async () =>
            {
                var readings = await _system.AllReadingsAsync("seattle-temperature");
                if (readings.Count < Readings.Seattle.Count)
                {
                    return false;
                }

                readings.ShouldBe(Readings.Seattle);
                return true;
            },
            step: TimeSpan.FromSeconds(30));

        _system.Host.Functions.Single(f => f.FunctionName.Contains("StoreReadings")).ColdStarts.ShouldBeGreaterThan(1);
        var items = await _system.ScanAsync(_system.ReadingsTable);
        items.Sum(item => int.Parse((string)item["count"]!["N"]!)).ShouldBe(Readings.Seattle.Count);
    }

    [Fact]
    public async Task A_request_whose_process_is_killed_fails_and_the_next_one_succeeds()
    {
        (await _system.PostReadingsAsync(Readings.Body("greenhouse-1", Readings.Seattle.Take(1)))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        KillProcesses("ReceiveReadings");

        await _system.UntilAsync(
            "an accepted request",
            async () => (await _system.PostReadingsAsync(Readings.Body("greenhouse-1", Readings.Seattle.Take(2)))).StatusCode == HttpStatusCode.Accepted);
    }

    private static string Detail(string sensorId) => new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["eventId"] = Guid.NewGuid().ToString(),
            ["correlationId"] = "test",
            ["time"] = "2026-01-02T03:04:05Z",
            ["version"] = 1,
            ["hops"] = 0,
        },
        ["data"] = JsonNode.Parse(Readings.Body(sensorId, Readings.Seattle.Take(3))),
    }.ToJsonString();

    private IEnumerable<int> ProcessesOf(string handler) =>
        _system.Host.Functions.Where(f => f.FunctionName.Contains(handler)).SelectMany(f => f.ProcessIds);

    /// <summary>As <c>kill -9</c> does.</summary>
    private void KillProcesses(string handler)
    {
        foreach (var id in ProcessesOf(handler))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It ended by itself between the two lines.
                continue;
            }
        }
    }
}
