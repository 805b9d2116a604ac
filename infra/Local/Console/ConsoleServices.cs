using SensorWatch.Local.Alarms;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Events;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Console;

/// <summary>What the console looks at and works with.</summary>
internal sealed record ConsoleServices
{
    public required Deployment Deployment { get; init; }

    public required Uri Address { get; init; }

    public required Database Database { get; init; }

    /// <summary>The clock of the services.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The clock that runs.</summary>
    public required TimeProvider Real { get; init; }

    public required QueueService Queues { get; init; }

    public required EventBusService Buses { get; init; }

    public required FunctionService Functions { get; init; }

    public required AsynchronousInvocations Asynchronous { get; init; }

    public required EventSourceMappings Mappings { get; init; }

    public required TableService Tables { get; init; }

    public required AlarmService Alarms { get; init; }

    public required LogService Logs { get; init; }

    /// <summary>The functions' newest invocations.</summary>
    public required InvocationHistory Invocations { get; init; }

    /// <summary>What happened.</summary>
    public required Tracer Trace { get; init; }

    /// <summary>What is kept of it.</summary>
    public FactStore Facts => Trace.Store ?? throw new InvalidOperationException("The console shows what the local run has traced, and nothing is traced.");

    /// <summary>What it would have cost.</summary>
    public required MeterReader Meter { get; init; }

    /// <summary>Nothing runs.</summary>
    public required Func<bool> IsIdle { get; init; }
}
