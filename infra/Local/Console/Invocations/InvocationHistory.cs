using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Invocations;

/// <summary>The newest invocations of each function.</summary>
internal sealed class InvocationHistory(IEnumerable<FunctionResource> functions) : IFunctionLog
{
    /// <summary>How many are kept of a function.</summary>
    public const int Length = 200;

    private readonly Dictionary<string, LinkedList<RecentInvocation>> _functions =
        functions.ToDictionary(function => function.Name, _ => new LinkedList<RecentInvocation>(), StringComparer.Ordinal);

    /// <summary>A function's, the newest first.</summary>
    public IReadOnlyList<RecentInvocation> Of(string functionName)
    {
        var invocations = _functions[functionName];
        lock (invocations)
        {
            return [.. invocations];
        }
    }

    public void Write(FunctionLogLine line)
    {
        // What functions write is in their logs.
    }

    public void Write(InvocationStart start)
    {
        var invocations = _functions[start.FunctionName];
        lock (invocations)
        {
            invocations.AddFirst(new RecentInvocation { RequestId = start.RequestId, Time = start.Timestamp });
            if (invocations.Count > Length)
            {
                invocations.RemoveLast();
            }
        }
    }

    public void Write(InvocationReport report)
    {
        var invocations = _functions[report.FunctionName];
        lock (invocations)
        {
            // An attempt that is tried again has the id of the one before, which has ended.
            for (var node = invocations.First; node is not null; node = node.Next)
            {
                if (node.Value.RequestId == report.RequestId && node.Value.Status == RecentInvocation.Running)
                {
                    node.Value = Ended(node.Value, report);
                    return;
                }
            }
        }
    }

    public void Write(EnvironmentFailure failure)
    {
        // The report of the invocation that fails with the environment follows.
    }

    private static RecentInvocation Ended(RecentInvocation invocation, InvocationReport report) => invocation with
    {
        Status = report.Status switch
        {
            InvocationStatus.Success => "ok",
            InvocationStatus.Timeout => "timeout",
            _ => "error",
        },
        DurationMs = Math.Round(report.Duration.TotalMilliseconds, 2),
        BilledMs = report.BilledDuration.TotalMilliseconds,
        InitMs = report.InitDuration is { } init ? Math.Round(init.TotalMilliseconds, 2) : null,
        MemoryMb = report.MaximumMemoryMegabytes,
        ErrorType = report.Error?.Type ?? report.ErrorType,
        ErrorMessage = report.Error?.Message,
    };
}
