using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Benchmarks.Running;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Benchmarks.Starts;

/// <summary>
/// The command <c>starts</c>: how long the local run takes until it is ready, and a function until it answers for the first
/// time, by each package that is there.
/// </summary>
/// <remarks>No BenchmarkDotNet: every measurement begins with new processes.</remarks>
internal static class StartsCommand
{
    private const int Warm = 20;

    private const string FunctionName = "DetectSilence";

    /// <summary>What a mapping would send, without a message.</summary>
    private const string NothingToDo = """{"Records":[]}""";

    public static Command Create()
    {
        var times = new Option<int>("--times") { Description = "How often each is measured", DefaultValueFactory = _ => 5 };
        var command = new Command("starts", "Start of the local run until it is ready, and cold starts of a function") { times };
        command.SetAction(result => RunAsync(result.GetValue(times)));
        return command;
    }

    private static async Task RunAsync(int times)
    {
        await MeasureReadyAsync(times);
        Console.WriteLine($"Answer of the function {FunctionName}, whose process must be started, and of one that runs:");
        await MeasureColdStartsAsync(PackageKind.Quick, times);
        if (RealSystem.HasNativePackage)
        {
            await MeasureColdStartsAsync(PackageKind.Native, times);
        }
        else
        {
            Console.WriteLine("  native: not measured, since there is no package: dotnet publish functions/Functions -c Release");
        }
    }

    private static async Task MeasureReadyAsync(int times)
    {
        using var folders = new TemporaryFolders();
        var assembly = folders.NewAssembly(visibilitySeconds: 30);
        using (await LocalProcess.StartReadyAsync())
        {
            // Synthesizes if need be.
        }

        var (real, small) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < times; i++)
        {
            using (var local = await LocalProcess.StartReadyAsync("--assembly", assembly))
            {
                small.Add(local.StartTime);
            }

            using (var local = await LocalProcess.StartReadyAsync())
            {
                real.Add(local.StartTime);
            }
        }

        Console.WriteLine($"Ready: this project, synthesized before, {Median(real).TotalSeconds:N2} s; a small assembly, {Median(small).TotalSeconds:N2} s: "
            + $"ratio {Median(real) / Median(small):N1}");
    }

    private static async Task MeasureColdStartsAsync(PackageKind package, int times)
    {
        await using var host = await LocalHost.StartAsync(
            new() { Port = 0, Package = package }, TimeProvider.System, NullLoggerFactory.Instance);
        using var http = new HttpClient { BaseAddress = host.Address };
        var name = host.Deployment.Functions.First(function => function.Name.Contains(FunctionName, StringComparison.Ordinal)).Name;
        var (cold, warm) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < times; i++)
        {
            cold.Add(await InvokeAsync(http, name));
            for (var j = 0; j < Warm; j++)
            {
                warm.Add(await InvokeAsync(http, name));
            }

            foreach (var id in host.Functions.Single(function => function.FunctionName == name).ProcessIds)
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                await process.WaitForExitAsync();
            }

            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (host.Functions.Single(function => function.FunctionName == name).ProcessIds.Count > 0)
            {
                await look.WaitForNextTickAsync();
            }
        }

        Console.WriteLine($"  {package.ToString().ToLowerInvariant()}: cold {Median(cold).TotalMilliseconds:N0} ms, warm {Median(warm).TotalMilliseconds:N1} ms: "
            + $"ratio {Median(cold) / Median(warm):N0}");
    }

    private static async Task<TimeSpan> InvokeAsync(HttpClient http, string function)
    {
        var watch = Stopwatch.StartNew();
        using var payload = new StringContent(NothingToDo, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync($"/2015-03-31/functions/{function}/invocations", payload);
        response.EnsureSuccessStatusCode();
        return response.Headers.Contains("X-Amz-Function-Error")
            ? throw new InvalidOperationException($"{function} failed: {await response.Content.ReadAsStringAsync()}")
            : watch.Elapsed;
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> durations) => Measurement.Of(durations, TimeSpan.FromSeconds(1)).Median;
}
