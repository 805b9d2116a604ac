using System.ComponentModel;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The process of an execution environment, which may have to end before it has begun: ending is asked for under the
/// pool's lock, and starting takes its time.
/// </summary>
internal sealed class EnvironmentProcess
{
    private readonly Lock _lock = new();
    private IFunctionProcess? _process;
    private volatile bool _killed;

    /// <summary>The system's id of the process; null before there is one.</summary>
    public int? Id => _process?.Id;

    /// <inheritdoc cref="IFunctionProcess.PeakMemoryMegabytes"/>
    public int? PeakMemoryMegabytes => _process?.PeakMemoryMegabytes;

    /// <summary>Completes when there is no process any more, or never was.</summary>
    public Task Ended => _process?.Exited ?? Task.CompletedTask;

    /// <summary>Starts the process, unless it was to end before, and waits for its end.</summary>
    /// <param name="start">Makes the process.</param>
    /// <returns>How it ended, or why it did not start; null when it was not to start any more.</returns>
    public async Task<EnvironmentEnd?> RunAsync(Func<IFunctionProcess> start)
    {
        if (_killed)
        {
            return null;
        }

        IFunctionProcess process;
        try
        {
            process = start();
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return EnvironmentEnd.InvalidEntrypoint(exception.Message);
        }

        bool killed;
        lock (_lock)
        {
            _process = process;
            killed = _killed;
        }

        if (killed)
        {
            process.Kill();
        }

        return EnvironmentEnd.Exited(await process.Exited);
    }

    /// <summary>Ends the process, or lets it end as soon as it has started.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            _killed = true;
        }

        _process?.Kill();
    }
}
