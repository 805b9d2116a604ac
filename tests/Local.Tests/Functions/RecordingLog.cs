using System.Collections.Concurrent;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Keeps all that functions log.</summary>
internal sealed class RecordingLog : IFunctionLog
{
    public ConcurrentQueue<FunctionLogLine> Lines { get; } = [];

    public ConcurrentQueue<InvocationReport> Reports { get; } = [];

    public ConcurrentQueue<EnvironmentFailure> Failures { get; } = [];

    public ConcurrentQueue<InvocationStart> Starts { get; } = [];

    public void Write(InvocationStart start) => Starts.Enqueue(start);

    public void Write(FunctionLogLine line) => Lines.Enqueue(line);

    public void Write(InvocationReport report) => Reports.Enqueue(report);

    public void Write(EnvironmentFailure failure) => Failures.Enqueue(failure);
}
