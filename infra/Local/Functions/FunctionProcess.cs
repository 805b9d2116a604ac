using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SensorWatch.Local.Functions;

/// <summary>A running process of a function.</summary>
internal interface IFunctionProcess
{
    /// <summary>The system's id of the process.</summary>
    int Id { get; }

    /// <summary>The most memory that it has used so far, in MiB; null when the system doesn't tell.</summary>
    int? PeakMemoryMegabytes { get; }

    /// <summary>Completes with the exit status when the process has ended.</summary>
    Task<int> Exited { get; }

    /// <summary>Ends the process and what it started; nothing when it has ended already.</summary>
    void Kill();
}

/// <summary>Starts a process of a function.</summary>
/// <param name="executable">Absolute path of its <c>bootstrap</c>.</param>
/// <param name="variables">All its environment variables.</param>
/// <param name="write">Takes each line of its output.</param>
/// <exception cref="Win32Exception">The system can't start the file.</exception>
internal delegate IFunctionProcess StartFunctionProcess(
    string executable,
    IReadOnlyDictionary<string, string> variables,
    Action<string> write);

/// <inheritdoc cref="IFunctionProcess"/>
internal sealed class FunctionProcess : IFunctionProcess
{
    /// <summary>How long a dead process's last words may take to come through; what it started may hold its output open.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;

    private FunctionProcess(Process process, Task output)
    {
        _process = process;
        Exited = WaitAsync(output);
    }

    public int Id => _process.Id;

    public int? PeakMemoryMegabytes
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.PeakWorkingSet64 is > 0 and var bytes ? (int)Math.Ceiling(bytes / 1048576.0) : null;
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or PlatformNotSupportedException)
            {
                // It has ended, and took the number with it.
                return null;
            }
        }
    }

    public Task<int> Exited { get; }

    /// <inheritdoc cref="StartFunctionProcess"/>
    public static FunctionProcess Start(string executable, IReadOnlyDictionary<string, string> variables, Action<string> write)
    {
        var start = new ProcessStartInfo(executable)
        {
            WorkingDirectory = Path.GetDirectoryName(executable)!,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new Win32Exception($"No process was started for {executable}.");
        process.StandardInput.Close();
        return new(process, Task.WhenAll(ReadAsync(process.StandardOutput, write), ReadAsync(process.StandardError, write)));
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is ending or has ended, which is what was wanted; what it started and can't be ended isn't ours to fight.
        }
    }

    private static async Task ReadAsync(StreamReader output, Action<string> write)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            write(line);
        }
    }

    private async Task<int> WaitAsync(Task output)
    {
        await _process.WaitForExitAsync();
        var exitCode = _process.ExitCode;
        await Task.WhenAny(output, Task.Delay(LastWords));
        return exitCode;
    }
}
