using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Benchmarks.Patterns;

/// <summary>
/// An event against the rules of a bus, of which it matches one. The ratio to 5 rules says what more rules cost; events a
/// second are 1 / mean.
/// </summary>
[Config(typeof(Config))]
public class PatternBenchmark
{
    private static readonly JsonElement Event = JsonElement.Parse(
        """
        {"version": "0", "id": "6f6bb1a0", "source": "shop.7", "account": "111122223333", "time": "2026-01-01T00:00:00Z",
         "region": "eu-west-1", "resources": [], "detail-type": "OrderPlaced",
         "detail": {"metadata": {"version": 1, "hops": 2}, "data": {"state": "open", "total": 120.5, "country": "NO",
           "items": [{"sku": "a-1", "count": 2}, {"sku": "b-2", "count": 1}]}}}
        """);

    private Func<JsonElement, int> _five = null!;
    private Func<JsonElement, int> _hundred = null!;
    private Func<JsonElement, int> _thousand = null!;

    [GlobalSetup]
    public void Compile() => (_five, _hundred, _thousand) = (Matcher(5), Matcher(100), Matcher(1_000));

    [Benchmark(Baseline = true, Description = "5 rules")]
    public int Five() => _five(Event);

    [Benchmark(Description = "100 rules")]
    public int Hundred() => _hundred(Event);

    [Benchmark(Description = "1,000 rules")]
    public int Thousand() => _thousand(Event);

    /// <summary>How a bus finds the rules that an event matches; gives their number. The one place that knows.</summary>
    private static Func<JsonElement, int> Matcher(int rules)
    {
        var patterns = new RuleSet<int>(Enumerable.Range(3, rules).Select(number => (EventPattern.Parse(Pattern(number)), number)));
        return @event => patterns.Matching(@event).Count;
    }

    /// <summary>A pattern of a kind that rules have: one source of many, a type or two, and something about the content.</summary>
    private static JsonObject Pattern(int number) => new()
    {
        ["source"] = new JsonArray($"shop.{number}"),
        ["detail-type"] = new JsonArray("OrderPlaced", $"Type{number}"),
        ["detail"] = JsonNode.Parse((number % 3) switch
        {
            0 => """{"data": {"state": ["open"], "total": [{"numeric": [">", 100]}]}}""",
            1 => """{"data": {"state": [{"anything-but": "closed"}], "items": {"sku": [{"prefix": "a-"}]}}}""",
            _ => """{"data": {"country": ["NO", "SE"]}, "metadata": {"hops": [{"exists": true}]}}""",
        }),
    };

    private sealed class Config : ManualConfig
    {
        /// <summary>In this process: BenchmarkDotNet's own project would be built outside of this repository's settings.</summary>
        public Config()
        {
            AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            AddColumn(StatisticColumn.OperationsPerSecond);
            WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
            WithOptions(ConfigOptions.DisableLogFile);
        }
    }
}
