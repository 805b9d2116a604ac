using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class StreamParallelizationTests
{
    [Fact]
    public async Task Batches_of_different_keys_are_in_flight_together()
    {
        await using var fixture = new StreamFixture(StreamFixture.Mapping(batchSize: 1) with { ParallelizationFactor = 10 });
        fixture.Put([.. Enumerable.Range(0, 40).Select(i => $"{i}")]);

        var first = await fixture.NextAsync();
        var second = await fixture.NextAsync();

        first.Ids.ShouldNotBe(second.Ids);
        first.Succeed();
        second.Succeed();
    }

    [Fact]
    public void Each_keys_records_come_in_order_and_never_in_two_batches_at_once() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 80], Gen.Int[1, 10], Gen.Int[1, 7], Gen.Int)
            .Sample(c => CheckAsync(c.Item1, c.Item2, c.Item3, c.Item4).GetAwaiter().GetResult(), iter: 25, threads: 1);

    private static async Task CheckAsync(int[] keys, int lanes, int batchSize, int seed)
    {
        var function = new KeyedFunction(seed);
        var mapping = StreamFixture.Mapping(batchSize) with { ParallelizationFactor = lanes, BisectBatchOnFunctionError = true };
        await using var fixture = new StreamFixture(mapping, function.InvokeAsync);
        fixture.Put([.. keys.Select(key => $"{key}")]);

        await fixture.UntilIdleAsync();
        await fixture.StopAsync();

        function.Overlaps.ShouldBe(0);
        function.Done.Values.Sum(numbers => numbers.Count).ShouldBe(keys.Length);
        foreach (var numbers in function.Done.Values)
        {
            numbers.ShouldBe(numbers.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Fails some batches of more than one record, which are then split, and sees which keys are in flight.</summary>
    private sealed class KeyedFunction(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly ConcurrentDictionary<string, bool> _inFlight = new();
        private int _overlaps;

        public ConcurrentDictionary<string, List<string>> Done { get; } = new();

        public int Overlaps => _overlaps;

        public async Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            var records = JsonNode.Parse(payload.Span)!["Records"]!.AsArray().Select(record => record!["dynamodb"]!)
                .Select(change => (Key: change["Keys"]!["id"]!["S"]!.GetValue<string>(), Number: change["SequenceNumber"]!.GetValue<string>()))
                .ToArray();
            var keys = records.Select(record => record.Key).Distinct().ToArray();
            Interlocked.Add(ref _overlaps, keys.Count(key => !_inFlight.TryAdd(key, true)));
            await Task.Yield();
            var fails = records.Length > 1 && Next() == 0;
            if (!fails)
            {
                foreach (var (key, number) in records)
                {
                    Done.GetOrAdd(key, _ => []).Add(number);
                }
            }

            foreach (var key in keys)
            {
                _inFlight.TryRemove(key, out _);
            }

            return new("request", "{}"u8.ToArray(), fails ? "Unhandled" : null);
        }

        private int Next()
        {
            lock (_random)
            {
                return _random.Next(3);
            }
        }
    }
}
