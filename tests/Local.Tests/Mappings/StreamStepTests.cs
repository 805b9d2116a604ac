using CsCheck;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Tables.Streams;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class StreamStepTests
{
    /// <summary>Records of which some always fail; the function names the first, or just fails.</summary>
    private static readonly Gen<(bool[] Poison, bool Reports, int Retries)> Cases =
        Gen.Select(Gen.Bool.Array[1, 60], Gen.Bool, Gen.Int[0, 3]);

    [Fact]
    public void With_bisecting_exactly_the_poison_records_are_given_up_one_by_one_and_in_order() => Cases.Sample(c =>
    {
        var mapping = StreamFixture.Mapping() with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = c.Retries };
        var (done, givenUp, invocations) = Run(c.Poison, c.Reports, mapping);

        givenUp.ShouldBe(Enumerable.Range(1, c.Poison.Length).Where(n => c.Poison[n - 1]).Select(n => (long)n));
        done.ShouldBe(Enumerable.Range(1, c.Poison.Length).Where(n => !c.Poison[n - 1]).Select(n => (long)n));
        invocations.ShouldBeLessThanOrEqualTo((4 + c.Retries) * c.Poison.Length);
    });

    [Fact]
    public void Without_bisecting_no_record_is_left_or_done_twice_and_retries_are_counted() => Cases.Sample(c =>
    {
        var (done, givenUp, invocations) = Run(c.Poison, c.Reports, StreamFixture.Mapping() with { MaximumRetryAttempts = c.Retries });

        done.Concat(givenUp).ShouldBe(Enumerable.Range(1, c.Poison.Length).Select(n => (long)n));
        invocations.ShouldBe(c.Poison.Contains(true) ? c.Retries + 1 : 1);
    });

    private static (List<long> Done, List<long> GivenUp, int Invocations) Run(bool[] poison, bool reports, EventSourceMappingResource mapping)
    {
        List<long> done = [], givenUp = [];
        var invocations = 0;
        var remaining = new Stack<StreamBatch>([Batch(poison.Length)]);
        while (remaining.TryPop(out var batch))
        {
            invocations++.ShouldBeLessThan(10_000);
            var step = StreamStep.After(batch with { Result = Answer(batch, poison, reports) }, mapping);
            done.AddRange(Numbers(step.Done));
            givenUp.AddRange(Numbers(step.GivenUp));
            foreach (var rest in step.Remaining.Reverse())
            {
                remaining.Push(rest);
            }
        }

        return (done, givenUp, invocations);
    }

    private static IEnumerable<long> Numbers(StreamBatch? batch) => batch?.Entries.Select(entry => entry.Record.SequenceNumber) ?? [];

    private static InvocationResult Answer(StreamBatch batch, bool[] poison, bool reports)
    {
        var first = batch.Entries.Select(entry => entry.Record).FirstOrDefault(record => poison[record.SequenceNumber - 1]);
        return (first, reports) switch
        {
            (null, _) => new("request", "{}"u8.ToArray()),
            (_, true) => new(
                "request",
                System.Text.Encoding.UTF8.GetBytes($$"""{"batchItemFailures":[{"itemIdentifier":"{{first.SequenceNumberText}}"}]}""")),
            _ => new("request", "{}"u8.ToArray(), FunctionError: "Unhandled"),
        };
    }

    private static StreamBatch Batch(int count) => new([.. Enumerable.Range(1, count).Select(n => new StreamEntry(Record(n), default))], count);

    private static StreamRecord Record(int number) => new()
    {
        SequenceNumber = number,
        EventId = $"{number}",
        EventName = "INSERT",
        ApproximateCreationDateTime = DateTimeOffset.UnixEpoch,
        StreamViewType = "KEYS_ONLY",
        SizeBytes = 1,
        ByTimeToLive = false,
    };
}
