using SensorWatch.Benchmarks.Durability;
using Xunit.Abstractions;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>
/// What was acknowledged survives <c>kill -9</c> at any moment. A few kills, as a part of all tests;
/// <c>dotnet run --project tests/Benchmarks -c Release -- kill --times 50</c> is the long version.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    [UnixFact]
    public async Task Whatever_was_acknowledged_is_there_after_kills_under_load() =>
        (await KillRun.RunAsync(times: 3, clients: 4, Random.Shared.Next(), TimeSpan.FromSeconds(2), output.WriteLine)).ShouldBeEmpty();
}
