namespace SensorWatch.Local.Functions;

/// <summary>Gives what functions log to several takers.</summary>
internal sealed class FunctionLogs(params IReadOnlyList<IFunctionLog> logs) : IFunctionLog
{
    public void Write(FunctionLogLine line) => Each(log => log.Write(line));

    public void Write(InvocationStart start) => Each(log => log.Write(start));

    public void Write(InvocationReport report) => Each(log => log.Write(report));

    public void Write(EnvironmentFailure failure) => Each(log => log.Write(failure));

    private void Each(Action<IFunctionLog> write)
    {
        foreach (var log in logs)
        {
            write(log);
        }
    }
}
