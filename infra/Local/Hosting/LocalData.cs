using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>What a local run keeps, in the folder of <c>--data</c> or in memory, and what can't begin without it.</summary>
/// <param name="Database">The services' database.</param>
/// <param name="Trace">Hears of all that happens.</param>
/// <param name="Clock">The clock of all services.</param>
/// <param name="Faults">The faults on demand.</param>
/// <param name="Tables">The deployment's tables.</param>
internal sealed record LocalData(Database Database, Tracer Trace, LocalClock Clock, FaultService Faults, TableService Tables) : IDisposable
{
    /// <summary>Opens it. What can fail because of an option fails here, and everything is closed again then.</summary>
    /// <exception cref="LocalException">The data folder can't be used, or an option doesn't fit what is in it.</exception>
    public static LocalData Open(LocalOptions options, Deployment deployment, TimeProvider real, UsageMeter usage, ILoggerFactory loggers)
    {
        var directory = options.DataDirectory;
        Database? database = null;
        Tracer? trace = null;
        try
        {
            database = Database.Open(directory);
            var clock = ClockStore.Open(database, real, options.StartAt);
            trace = new(clock, FactStore.Open(directory, TimeProvider.System, logger: loggers.CreateLogger("Trace")));
            return new(database, trace, clock, new(deployment, options.Faults, clock), new(database, deployment.Tables, clock, trace, usage));
        }
        catch (LocalException)
        {
            trace?.Dispose();
            database?.Dispose();
            throw;
        }
        catch (Exception exception) when (directory is not null
            && exception is IOException or UnauthorizedAccessException or SqliteException or InvalidOperationException)
        {
            trace?.Dispose();
            database?.Dispose();
            throw new LocalException($"The data in {directory} can't be used: {exception.Message} Name another folder: --data DIR", ExitCodes.Usage, exception);
        }
    }

    public void Dispose()
    {
        Tables.Dispose();
        Database.Dispose();
        Trace.Dispose();
    }
}
