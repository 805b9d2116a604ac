using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class CheckLimitsPropertyTests
{
    private static readonly Gen<ReadingsRecorded> AnyEvent =
        Gen.Select(Gen.Int[0, 40], Gen.Double[-15, 40]).Array[1, 4].Select(pairs => new ReadingsRecorded
        {
            SensorId = "s-1",
            Unit = "Cel",
            Readings = [.. pairs.DistinctBy(pair => pair.Item1).Select(pair => new Reading(AlertScene.At(pair.Item1), pair.Item2))],
        });

    /// <summary>Events, and the batches in which they are delivered: each at least once, some twice, in any order.</summary>
    private static readonly Gen<(ReadingsRecorded[] Events, int[][] Batches)> AnyDeliveries =
        from events in AnyEvent.Array[1, 12]
        from repeated in Gen.Int[0, events.Length - 1].Array[0, 8]
        from order in Gen.Shuffle(Enumerable.Range(0, events.Length).Concat(repeated).ToArray())
        from size in Gen.Int[1, 5]
        select (events, order.Chunk(size).ToArray());

    [Fact]
    public async Task However_events_are_shuffled_repeated_and_batched_the_alerts_are_those_of_the_readings_that_came_in_time() =>
        await AnyDeliveries.SampleAsync(
            async deliveries =>
            {
                var (events, batches) = deliveries;
                var scene = new AlertScene();
                await scene.RegisterAsync();
                foreach (var batch in batches)
                {
                    (await scene.CheckAsync([.. batch.Select(i => scene.Message($"e-{i:00}", events[i], time: AlertScene.Start))])).ShouldBeEmpty();
                }

                var expected = Expected(batches.SelectMany(batch => InOrder(batch, events)));
                scene.Stored.ToDictionary(alert => alert.Alert.AlertId, alert => alert.Resolution?.At).ShouldBe(expected, ignoreOrder: true);
                OpenedAndResolvedOnceEach(scene);
            },
            iter: 200);

    [Fact]
    public async Task Whoever_judges_at_the_same_time_no_alert_is_opened_or_resolved_twice() =>
        await Gen.Select(AnyDeliveries, Gen.Int[1, 3]).SampleAsync(
            async input =>
            {
                var ((events, batches), every) = input;
                var scene = new AlertScene();
                await scene.RegisterAsync();
                var rivals = new Queue<int>(batches.SelectMany(batch => batch));
                var busy = false;
                scene.Db.BeforeWrite = write =>
                {
                    if (!busy && write % every == 0 && rivals.TryDequeue(out var i))
                    {
                        // Another invocation comes between reading and writing.
                        busy = true;
                        scene.CheckAsync(scene.Message($"e-{i:00}", events[i], time: AlertScene.Start)).IsCompletedSuccessfully.ShouldBeTrue();
                        busy = false;
                    }
                };
                foreach (var batch in batches)
                {
                    // Too much rivalry gives messages back, and they come again.
                    var messages = batch.Select(i => scene.Message($"e-{i:00}", events[i], time: AlertScene.Start)).ToList();
                    while (messages.Count > 0)
                    {
                        var failed = await scene.CheckAsync([.. messages]);
                        messages.RemoveAll(message => !failed.Contains(message.MessageId));
                    }
                }

                OpenedAndResolvedOnceEach(scene);
                var state = await scene.Alerts.GetSensorStateAsync("s-1", CancellationToken.None);
                state.Last!.Value.Time.ShouldBe(events.SelectMany(e => e.Readings).Max(reading => reading.Time));
                state.OpenAlerts.Values.ShouldBe(
                    scene.Stored.Where(alert => alert.Status == AlertStatus.Open).Select(alert => alert.Alert.AlertId), ignoreOrder: true);
            },
            iter: 200);

    /// <summary>The order that is promised within a batch: by the earliest reading.</summary>
    private static IEnumerable<Reading> InOrder(int[] batch, ReadingsRecorded[] events) => batch
        .OrderBy(i => events[i].Readings.Min(reading => reading.Time)).ThenBy(i => i)
        .SelectMany(i => events[i].Readings.OrderBy(reading => reading.Time));

    /// <summary>The rule, said another way: what comes late might as well never have come.</summary>
    private static Dictionary<string, DateTimeOffset?> Expected(IEnumerable<Reading> arrivals)
    {
        var newest = DateTimeOffset.MinValue;
        var inTime = arrivals.Where(reading => reading.Time > newest && (newest = reading.Time) == reading.Time).ToArray();
        var alerts = new Dictionary<string, DateTimeOffset?>();
        var data = new ReadingsRecorded { SensorId = "s-1", Unit = "Cel", Readings = inTime };
        foreach (var change in LimitJudge.Judge(new() { SensorId = "s-1" }, AlertScene.Limits, data).Changes)
        {
            switch (change)
            {
                case AlertChange.Opened opened:
                    alerts.Add(opened.Alert.AlertId, null);
                    break;
                case AlertChange.Resolved resolved:
                    alerts[resolved.AlertId] = resolved.At;
                    break;
            }
        }

        return alerts;
    }

    /// <summary>What the stream tells: each alert appears once, and is resolved at most once.</summary>
    private static void OpenedAndResolvedOnceEach(AlertScene scene)
    {
        var changes = scene.Db.Stream
            .Where(change => change.New!.ContainsKey("alertId"))
            .Select(change => (Old: change.Old is null ? null : AlertItem.Read(change.Old), New: AlertItem.Read(change.New!)))
            .ToList();
        changes.Where(change => change.Old is null).Select(change => change.New.Alert.AlertId).ShouldBeUnique();
        changes.Where(change => change.New.Resolution is not null).Select(change => change.New.Alert.AlertId).ShouldBeUnique();
    }
}
