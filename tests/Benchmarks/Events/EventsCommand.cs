using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Benchmarks.Load;
using SensorWatch.Benchmarks.Running;

namespace SensorWatch.Benchmarks.Events;

/// <summary>
/// The command <c>events</c>: clients put events, a rule sends them to a queue, a function writes them to a table. Counts
/// what comes through a second, and how long an event takes from before its call to the function's write. With
/// <c>--consumer Failing</c> or <c>Crashing</c> the function fails at random, and nothing may be missing all the same.
/// </summary>
internal static class EventsCommand
{
    private const int PerCall = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many events", DefaultValueFactory = _ => 5_000 };
        var clients = new Option<int>("--clients") { Description = "Clients at once", DefaultValueFactory = _ => 8 };
        var consumer = new Option<string>("--consumer") { Description = "Kept, or one that fails: Failing, Crashing", DefaultValueFactory = _ => LoadAssembly.Consumers.Kept };
        consumer.AcceptOnlyFromAmong([.. LoadAssembly.Consumers.All]);
        var data = new Option<bool>("--data") { Description = "On disk instead of in memory" };
        var command = new Command("events", "PutEvents -> rule -> queue -> function -> table, end to end") { count, clients, consumer, data };
        command.SetAction(result => RunAsync(result.GetValue(count), result.GetValue(clients), result.GetValue(consumer)!, result.GetValue(data)));
        return command;
    }

    private static async Task<int> RunAsync(int count, int clients, string consumer, bool onDisk)
    {
        using var folders = new TemporaryFolders();
        string[] data = onDisk ? ["--data", folders.New()] : [];
        using var local = await LocalProcess.StartReadyAsync(["--assembly", folders.NewAssembly(visibilitySeconds: 10), .. data]);
        using var aws = new AwsClient(local.Address);
        var queue = await aws.QueueUrlAsync(consumer);

        // One by one, and a function process is there: how long an event takes when nothing else happens.
        await PutAsync(aws, consumer, ["warm"]);
        await UntilEmptyAsync(aws, queue, TimeSpan.FromMilliseconds(50));
        var alone = new ConcurrentDictionary<string, DateTimeOffset>();
        for (var i = 0; i < 200; i++)
        {
            alone[$"alone-{i}"] = DateTimeOffset.UtcNow;
            await PutAsync(aws, consumer, [$"alone-{i}"]);
            await UntilEmptyAsync(aws, queue, TimeSpan.FromMilliseconds(2));
        }

        var sent = new ConcurrentDictionary<string, DateTimeOffset>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count).Chunk(PerCall),
            new ParallelOptions { MaxDegreeOfParallelism = clients },
            async (numbers, _) =>
            {
                string[] ids = [.. numbers.Select(number => $"load-{number}")];
                foreach (var id in ids)
                {
                    sent[id] = DateTimeOffset.UtcNow;
                }

                await PutAsync(aws, consumer, ids);
            });
        var put = watch.Elapsed;
        await UntilEmptyAsync(aws, queue, TimeSpan.FromMilliseconds(50));
        var drained = watch.Elapsed;

        var stored = (await aws.ScanAsync(consumer)).ToDictionary(
            item => (string)item["id"]!["S"]!,
            item => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse((string)item["at"]!["N"]!, CultureInfo.InvariantCulture)));
        var dead = (await aws.CountAsync(await aws.QueueUrlAsync(LoadAssembly.Dead))).Visible;
        Console.WriteLine($"{count} events by {clients} clients, {(onDisk ? "on disk" : "in memory")}, consumer {consumer}:");
        Console.WriteLine($"  one at a time: p50 {Latency(alone, stored).Median.TotalMilliseconds:N0} ms, p99 {Latency(alone, stored).Percentile99.TotalMilliseconds:N0} ms");
        var load = Latency(sent, stored);
        Console.WriteLine($"  all at once: {count / put.TotalSeconds:N0} put a second, {count / drained.TotalSeconds:N0} stored a second, ratio {put / drained:N2}; "
            + $"p50 {load.Median.TotalMilliseconds:N0} ms, p99 {load.Percentile99.TotalMilliseconds:N0} ms, of which most is waiting in the queue");
        Console.WriteLine($"  peak memory of the local run: {local.PeakMemory / 1_048_576} MB");
        var missing = sent.Keys.Concat(alone.Keys).Count(id => !stored.ContainsKey(id));
        Console.WriteLine(missing == 0 ? "  Nothing is lost." : $"  {missing} are not stored, {dead} are dead-lettered.");
        return missing == dead ? 0 : 1;
    }

    private static Measurement Latency(IReadOnlyDictionary<string, DateTimeOffset> sent, IReadOnlyDictionary<string, DateTimeOffset> stored) =>
        Measurement.Of(sent.Where(put => stored.ContainsKey(put.Key)).Select(put => stored[put.Key] - put.Value), TimeSpan.FromSeconds(1));

    private static Task PutAsync(AwsClient aws, string consumer, IEnumerable<string> ids) => aws.CallAsync(
        "AWSEvents.PutEvents", new() { ["Entries"] = new JsonArray([.. ids.Select(id => LoadEvents.Entry(consumer, id))]) });

    private static async Task UntilEmptyAsync(AwsClient aws, string queueUrl, TimeSpan interval)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(interval);
        while (await aws.CountAsync(queueUrl) is not (0, 0))
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"The queue is not empty after {Patience.TotalMinutes} minutes.");
            }

            await look.WaitForNextTickAsync();
        }
    }
}
