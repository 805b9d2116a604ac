namespace SensorWatch.Functions.Alerts;

/// <summary>Reads, judges and writes; and does so again when somebody else wrote in between.</summary>
public sealed class AlertWriter(AlertStore store, TimeProvider time)
{
    /// <summary>How often a decision is made anew before it is given up.</summary>
    public const int MaximumAttempts = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes a decision and writes it.</summary>
    /// <param name="judge">
    /// Reads what it needs and decides; called again after a conflict, with the markers of what turned out to be done
    /// already. Its writes follow each other, each complete in itself.
    /// </param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>The alerts' changes that were written now.</returns>
    /// <exception cref="AlertConflictException">Others kept changing the same state.</exception>
    internal async Task<IReadOnlyList<AlertChange>> WriteAsync(
        Func<IReadOnlySet<string>, Task<IReadOnlyList<AlertWrite>>> judge,
        CancellationToken cancellationToken)
    {
        var done = new HashSet<string>();
        var changes = new List<AlertChange>();
        for (var attempt = 1; !await TryWriteAsync(await judge(done), done, changes, cancellationToken); attempt++)
        {
            if (attempt == MaximumAttempts)
            {
                throw new AlertConflictException($"Others changed the same state in each of {MaximumAttempts} attempts.");
            }

            await Task.Delay(Backoff(attempt), time, cancellationToken);
        }

        return changes;
    }

    private async Task<bool> TryWriteAsync(
        IReadOnlyList<AlertWrite> writes,
        HashSet<string> done,
        List<AlertChange> changes,
        CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            switch (await store.WriteAsync(write, cancellationToken))
            {
                case WriteOutcome.Written:
                    changes.AddRange(write.Changes);
                    break;
                case WriteOutcome.DoneBefore:
                    done.Add(write.DoneKey);
                    return false;
                case WriteOutcome.Conflict:
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Exponential, with jitter, so that those who met once don't meet again.</summary>
    private static TimeSpan Backoff(int attempt) => FirstDelay * (1 << (attempt - 1)) * (0.5 + (Random.Shared.NextDouble() / 2));
}

/// <summary>A decision could not be written, since others kept changing what it was based on.</summary>
public sealed class AlertConflictException(string message) : Exception(message);
