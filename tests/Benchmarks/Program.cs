using System.CommandLine;
using BenchmarkDotNet.Running;
using SensorWatch.Benchmarks.Durability;
using SensorWatch.Benchmarks.Events;
using SensorWatch.Benchmarks.Patterns;
using SensorWatch.Benchmarks.Readings;
using SensorWatch.Benchmarks.Sqs;
using SensorWatch.Benchmarks.Starts;
using SensorWatch.Benchmarks.Store;

var patterns = new Command("patterns", "Events matched a second against 5, 100 and 1,000 rules (BenchmarkDotNet)");
patterns.SetAction(_ => BenchmarkRunner.Run<PatternBenchmark>());

return await new RootCommand("Measures the local run, and tries whether it keeps what it acknowledged. See README.md.")
{
    patterns,
    EventsCommand.Create(),
    SqsCommand.Create(),
    StartsCommand.Create(),
    CommitBenchmark.Command(),
    ReadingsCommand.Create(),
    KillCommand.Create(),
}.Parse(args).InvokeAsync();
