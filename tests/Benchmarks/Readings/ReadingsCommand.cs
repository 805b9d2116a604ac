using System.CommandLine;
using System.Diagnostics;
using SensorWatch.Benchmarks.Running;

namespace SensorWatch.Benchmarks.Readings;

/// <summary>
/// The command <c>readings</c>: clients post readings to this project's system as fast as it takes them, wait as they are
/// told when it doesn't, and read all of them back. With <c>--kill-every</c> processes of the function that stores them are
/// killed at random, in the middle of what they do; with <c>--local</c> the local run gets more options.
/// </summary>
internal static class ReadingsCommand
{
    private const string Storing = "StoreReadings";

    private static readonly string[] Consuming = [Storing, "CheckLimits"];
    private static readonly string[] LastResorts = ["DeadLetter", "Undelivered"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many readings", DefaultValueFactory = _ => 100_000 };
        var clients = new Option<int>("--clients") { Description = "Clients at once", DefaultValueFactory = _ => 8 };
        var batch = new Option<int>("--batch") { Description = "Readings in a request", DefaultValueFactory = _ => 100 };
        var data = new Option<bool>("--data") { Description = "On disk instead of in memory" };
        var killEvery = new Option<double>("--kill-every") { Description = "Seconds, on average, between kills of a process that stores; 0 for none" };
        var more = new Option<string>("--local") { Description = "More options for the local run", DefaultValueFactory = _ => "" };
        var command = new Command("readings", "Posts readings, waits until all are stored, and compares") { count, clients, batch, data, killEvery, more };
        command.SetAction(async result =>
        {
            using var folders = new TemporaryFolders();
            string[] onDisk = result.GetValue(data) ? ["--data", folders.New()] : [];
            using var local = await RealSystem.StartAsync([.. onDisk, .. result.GetValue(more)!.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            var readings = new PostedReadings(result.GetValue(count), result.GetValue(batch));
            return await RunAsync(local, readings, result.GetValue(clients), TimeSpan.FromSeconds(result.GetValue(killEvery)));
        });
        return command;
    }

    private static async Task<int> RunAsync(LocalProcess local, PostedReadings readings, int clients, TimeSpan killEvery)
    {
        using var api = new ReadingsClient(local.Address, local.Value("DEVICE_TOKEN"), local.Value("OPERATOR_TOKEN"));
        using var stop = new CancellationTokenSource();
        var killing = killEvery > TimeSpan.Zero ? KillAsync(local, killEvery, stop.Token) : Task.FromResult(0);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(readings.Batches, new ParallelOptions { MaxDegreeOfParallelism = clients }, async (batch, token) => await api.PostAsync(batch, token));
        var posted = watch.Elapsed;

        await UntilDrainedAsync(local.Address);
        var drained = watch.Elapsed;
        await stop.CancelAsync();
        var kills = await killing;
        var stored = await api.ReadAllAsync(PostedReadings.SensorIds);
        var same = stored.Order().SequenceEqual(readings.All.Order());
        Console.WriteLine($"{readings.All.Count} readings, {readings.Batches.Count} requests by {clients} clients:");
        Console.WriteLine($"  posted in {posted.TotalSeconds:N1} s ({readings.All.Count / posted.TotalSeconds:N0} a second), all queues empty after {drained.TotalSeconds:N1} s, ratio {posted / drained:N2}");
        Console.WriteLine($"  {api.Refused} requests were told to come again (429, 5xx); {kills} processes of {Storing} were killed");
        Console.WriteLine($"  peak memory of the local run: {local.PeakMemory / 1_048_576} MB");
        Console.WriteLine(same ? "  All are stored, each once." : $"  Wrong: {stored.Count} are stored, {readings.All.Except(stored).Count()} are missing.");
        return same ? 0 : 1;
    }

    /// <summary>Waits until the queues of the functions that take readings have nothing left, in flight or not.</summary>
    private static async Task UntilDrainedAsync(Uri address)
    {
        using var aws = new AwsClient(address);
        var urls = (await aws.CallAsync("AmazonSQS.ListQueues", []))["QueueUrls"]!.AsArray().Select(url => (string)url!)
            .Where(url => Consuming.Any(url.Contains) && !LastResorts.Any(url.Contains)).ToList();
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        foreach (var url in urls)
        {
            while (await aws.CountAsync(url) is not (0, 0))
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    private static async Task<int> KillAsync(LocalProcess local, TimeSpan every, CancellationToken cancellationToken)
    {
        var kills = 0;
        try
        {
            while (true)
            {
                await Task.Delay(every * 2 * Random.Shared.NextDouble(), cancellationToken);
                if (local.FunctionProcesses(Storing).ToList() is { Count: > 0 } processes)
                {
                    using var process = Process.GetProcessById(processes[Random.Shared.Next(processes.Count)]);
                    process.Kill();
                    kills++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return kills;
        }
    }
}
