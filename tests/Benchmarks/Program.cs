using System.CommandLine;
using SensorWatch.Benchmarks.Durability;
using SensorWatch.Benchmarks.Store;

return await new RootCommand("Measures the local run, and tries whether it keeps what it acknowledged. See README.md.")
{
    CommitBenchmark.Command(),
    KillCommand.Create(),
}.Parse(args).InvokeAsync();
