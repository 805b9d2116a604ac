using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Events;

/// <summary>
/// Replays of archives: events go to the rules again in the order of their time, a batch to a transaction, so that a replay
/// which ends half-way goes on at the next start with the event after the last.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
/// </summary>
internal sealed class Replays(Database database, EventArchives archives, EventBusService buses, TimeProvider time, ILogger logger) : IDisposable
{
    private const int BatchSize = 100;

    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    public bool IsIdle => _running.IsEmpty;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Makes the table and goes on with what an earlier run left.</summary>
    public void Resume()
    {
        foreach (var replay in All().Where(replay => replay.IsUnderWay))
        {
            Run(replay.Name);
        }
    }

    /// <summary>All, the newest first.</summary>
    public IReadOnlyList<Replay> All() => database.Run(connection =>
    {
        ReplayStore.CreateTable(connection);
        return ReplayStore.All(connection, time.GetUtcNow());
    });

    /// <exception cref="AwsException">There is no such replay.</exception>
    public Replay Get(string name) => All().FirstOrDefault(replay => replay.Name == name) ?? throw EventBridgeErrors.ReplayNotFound(name);

    /// <summary>Begins a replay.</summary>
    /// <exception cref="AwsException">There has been one of that name.</exception>
    public void Start(Replay replay)
    {
        database.Run(connection =>
        {
            ReplayStore.CreateTable(connection);
            if (ReplayStore.Find(connection, replay.Name) is not null)
            {
                throw EventBridgeErrors.ReplayExists(replay.Name);
            }

            ReplayStore.Write(connection, replay);
        });
        Run(replay.Name);
    }

    /// <summary>Ends a replay before its next batch.</summary>
    /// <exception cref="AwsException">There is no such replay, or it has ended.</exception>
    public Replay Cancel(string name)
    {
        Get(name);
        return database.Run(connection =>
        {
            var replay = ReplayStore.Find(connection, name)!;
            if (replay.State is not (Replay.Starting or Replay.Running))
            {
                throw EventBridgeErrors.ReplayHasEnded(name);
            }

            var cancelling = replay with { State = Replay.Cancelling };
            ReplayStore.Write(connection, cancelling);
            return cancelling;
        });
    }

    /// <summary>Stops after the batch that is under way; the rest is for the next start.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        Task.WaitAll([.. _running.Values]);
        _stopping.Dispose();
    }

    private void Run(string name)
    {
        // Registered before it runs, so that it can't end before it is known.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[name] = RunAsync(name, started.Task);
        started.SetResult();
    }

    private async Task RunAsync(string name, Task started)
    {
        await started;
        try
        {
            while (!_stopping.IsCancellationRequested && SendBatch(name))
            {
                // Others' calls go between the batches.
                await Task.Yield();
            }
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Replay {Replay} failed.", name);
            database.Run(connection => ReplayStore.Write(connection, ReplayStore.Find(connection, name)! with
            {
                State = Replay.Failed,
                StateReason = exception.Message,
                EndedAt = time.GetUtcNow(),
            }));
        }
        finally
        {
            _running.TryRemove(name, out _);
        }
    }

    /// <returns>There may be more.</returns>
    private bool SendBatch(string name)
    {
        var (put, more) = database.Run(connection =>
        {
            var replay = ReplayStore.Find(connection, name)!;
            if (replay.State == Replay.Cancelling)
            {
                ReplayStore.Write(connection, replay with { State = Replay.Cancelled, EndedAt = time.GetUtcNow() });
                return ((EventsPut?)null, false);
            }

            var from = (replay.LastReplayedTime ?? replay.EventStartTime, replay.LastSequence);
            var archive = replay.ArchiveArn[(replay.ArchiveArn.LastIndexOf('/') + 1)..];
            var events = archives.Read(connection, archive, from, replay.EventEndTime, BatchSize);
            var put = buses.Replay(connection, events, EventBridgeDeployment.BusName(replay.DestinationArn), name, replay.FilterArns);
            ReplayStore.Write(connection, replay with
            {
                State = events.Count < BatchSize ? Replay.Completed : Replay.Running,
                EndedAt = events.Count < BatchSize ? time.GetUtcNow() : null,
                LastReplayedTime = events.Count > 0 ? events[^1].Time : replay.LastReplayedTime,
                LastSequence = events.Count > 0 ? events[^1].Sequence : replay.LastSequence,
            });
            return ((EventsPut?)put, events.Count == BatchSize);
        });
        put?.Complete();
        return more;
    }
}
