using SensorWatch.Local.Hosting;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Timing;

/// <summary>Keeps how far the clock was set forward, so that no later run on the same data sees an earlier time.</summary>
internal static class ClockStore
{
    /// <summary>The clock of a run.</summary>
    /// <param name="database">Where its offset is kept.</param>
    /// <param name="real">The running clock.</param>
    /// <param name="startAt">What it shall show; null to go on where the data was left, or to show the real time.</param>
    /// <exception cref="LocalException">The data has seen a later time than <paramref name="startAt"/>.</exception>
    public static LocalClock Open(Database database, TimeProvider real, DateTimeOffset? startAt)
    {
        database.Run(connection => connection.Execute(
            "CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_ticks INTEGER NOT NULL)"));
        var kept = database.Run(connection => connection.Query("SELECT offset_ticks FROM clock", row => row.GetInt64(0)));
        var now = real.GetUtcNow();
        TimeSpan? offset = kept is [var ticks, ..] ? TimeSpan.FromTicks(ticks) : null;
        if (startAt is not { } start)
        {
            return new(real, offset ?? TimeSpan.Zero);
        }

        if (offset is { } reached && start < now + reached)
        {
            throw new LocalException(
                $"--time takes an instant after {now + reached:yyyy-MM-dd'T'HH:mm:ss'Z'}, the time of the data; {start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} came. "
                    + "Name a later one, or another folder: --data DIR",
                ExitCodes.Usage);
        }

        Save(database, start - now);
        return new(real, start - now);
    }

    /// <summary>Keeps an offset.</summary>
    public static void Save(Database database, TimeSpan offset) => database.Run(connection => connection.Execute(
        "INSERT INTO clock (id, offset_ticks) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET offset_ticks = excluded.offset_ticks",
        offset.Ticks));
}
