using SensorWatch.Benchmarks.Load;
using SensorWatch.Benchmarks.Running;
using Kinds = SensorWatch.Benchmarks.Durability.Ledger.Kinds;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>
/// Kills the local run (<c>kill -9</c>) at random moments under load, its start among them, and starts it again on the same
/// data. After each kill, what was acknowledged must be stored, dead-lettered, waiting or in flight; at the end, when the
/// last start has nothing left to do, stored or dead-lettered.
/// </summary>
internal sealed class KillRun
{
    private const int VisibilitySeconds = 3;

    /// <summary>One kill in so many comes while the local run starts.</summary>
    private const int StartsKilled = 8;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);

    private readonly Ledger _ledger = new();
    private readonly Action<string> _log;
    private readonly string _assembly;
    private readonly string _data;

    private KillRun(string directory, Action<string> log)
    {
        _log = log;
        _assembly = Path.Combine(directory, "assembly");
        _data = Path.Combine(directory, "data");
        Directory.CreateDirectory(_assembly);
        LoadAssembly.Write(_assembly, VisibilitySeconds);
    }

    /// <summary>Runs it.</summary>
    /// <param name="times">How many kills.</param>
    /// <param name="clients">How many clients ask at once.</param>
    /// <param name="seed">Chooses the moments and what clients ask; what the machine makes of it differs from run to run.</param>
    /// <param name="longestRun">The longest time between ready and the kill.</param>
    /// <param name="log">Takes lines for people.</param>
    /// <returns>What is wrong; empty when all adds up.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(int times, int clients, int seed, TimeSpan longestRun, Action<string> log)
    {
        var directory = Directory.CreateTempSubdirectory("kill");
        try
        {
            log($"Seed {seed}: {times} kills under the load of {clients} clients.");
            return await new KillRun(directory.FullName, log).RunAsync(times, clients, new Random(seed), longestRun);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<string>> RunAsync(int times, int clients, Random random, TimeSpan longestRun)
    {
        for (var number = 1; number <= times; number++)
        {
            var before = _ledger.Count;
            var moment = await KillAsync(clients, random, longestRun, duringStart: number % StartsKilled == 0);
            if (Check() is { Count: > 0 } problems)
            {
                return [$"After kill {number}, {moment}:", .. problems];
            }

            _log($"kill {number}, {moment}: {_ledger.Count - before} calls acknowledged since the last, all of them there");
        }

        return await FinishAsync();
    }

    private IReadOnlyList<string> Check() => StoreSnapshot.Read(_data) is { } store ? Accounting.Check(_ledger, store)
        : _ledger.Count > 0 ? ["the store is empty"]
        : [];

    /// <returns>When it was killed, in words.</returns>
    private async Task<string> KillAsync(int clients, Random random, TimeSpan longestRun, bool duringStart)
    {
        Directory.CreateDirectory(_data);
        using var local = LocalProcess.Start("--assembly", _assembly, "--data", _data);
        using var stop = new CancellationTokenSource();
        if (duringStart)
        {
            var wait = TimeSpan.FromSeconds(random.NextDouble());
            await Task.Delay(wait);
            local.Kill();
            return $"{wait.TotalSeconds:N2} s after its start";
        }

        await local.Ready;
        var (topic, held) = await FindAsync(local.Address);
        using var load = new LoadClients(_ledger, local.Address, topic, held);
        var running = load.RunAsync(clients, random.Next(), stop.Token);
        var run = longestRun * random.NextDouble();
        await Task.WhenAny(running, Task.Delay(run));
        local.Kill();
        await stop.CancelAsync();
        await running;
        return $"{run.TotalSeconds:N2} s after it was ready";
    }

    private async Task<IReadOnlyList<string>> FinishAsync()
    {
        using var local = await LocalProcess.StartReadyAsync("--assembly", _assembly, "--data", _data);
        using var aws = new AwsClient(local.Address);
        if (!await DrainAsync(aws))
        {
            return [$"The queues are not empty {DrainPatience.TotalMinutes} minutes after the last start."];
        }

        var problems = new List<string>();
        var stored = await IdsAsync(aws, LoadAssembly.Consumers.Kept);
        var dead = (await aws.CountAsync(await aws.QueueUrlAsync(LoadAssembly.Dead))).Visible;
        var mirrored = await IdsAsync(aws, LoadAssembly.Mirrored);
        problems.AddRange((await IdsAsync(aws, LoadAssembly.Things)).Except(mirrored).Select(id => $"{id} did not go through the stream"));
        foreach (var id in _ledger.Of(Kinds.Object).Where(_ledger.IsAcknowledged))
        {
            if (await aws.GetObjectAsync(LoadAssembly.Bucket, id) is var content && content != $"content of {id}")
            {
                problems.Add($"{id} has the content '{content}'");
            }
        }

        local.Kill();
        problems.AddRange(Check());
        _log($"{_ledger.Count} calls acknowledged, {_ledger.Unanswered} not answered. At the end: {stored.Count} events stored, {dead} dead-lettered, "
            + $"{mirrored.Count} items mirrored, {_ledger.Of(Kinds.Object).Count(_ledger.IsAcknowledged)} objects read back.");
        return problems;
    }

    private static async Task<bool> DrainAsync(AwsClient aws)
    {
        var queue = await aws.QueueUrlAsync(LoadAssembly.Consumers.Kept);
        using var patience = new CancellationTokenSource(DrainPatience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await aws.CountAsync(queue) is not (0, 0) || (await IdsAsync(aws, LoadAssembly.Things)).Except(await IdsAsync(aws, LoadAssembly.Mirrored)).Any())
        {
            if (patience.IsCancellationRequested)
            {
                return false;
            }

            await look.WaitForNextTickAsync(CancellationToken.None);
        }

        return true;
    }

    private static async Task<HashSet<string>> IdsAsync(AwsClient aws, string table) =>
        [.. (await aws.ScanAsync(table)).Select(item => (string)item["id"]!["S"]!)];

    /// <summary>The topic's ARN, which is as the queue's, and the queue's URL.</summary>
    private static async Task<(string TopicArn, string HeldUrl)> FindAsync(Uri address)
    {
        using var aws = new AwsClient(address);
        var held = await aws.QueueUrlAsync(LoadAssembly.Held);
        var attributes = await aws.CallAsync("AmazonSQS.GetQueueAttributes", new() { ["QueueUrl"] = held, ["AttributeNames"] = new System.Text.Json.Nodes.JsonArray("QueueArn") });
        var arn = ((string)attributes["Attributes"]!["QueueArn"]!).Split(':');
        return ($"arn:aws:sns:{arn[3]}:{arn[4]}:{LoadAssembly.TopicName}", held);
    }
}
