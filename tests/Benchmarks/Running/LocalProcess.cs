using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SensorWatch.Benchmarks.Running;

/// <summary>The local run as a program of its own, as a person starts it: <c>dotnet Local.dll …</c> on a free port.</summary>
internal sealed class LocalProcess : IDisposable
{
    private const string ReadyLine = "Ready: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalProcess(Process process) => _process = process;

    /// <summary>Where it is, once it is ready.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>From the start of the process to the line that says that it is ready.</summary>
    public TimeSpan StartTime { get; private set; }

    public int Id => _process.Id;

    /// <summary>The largest part of memory that it has had, in bytes; 0 where the system doesn't tell (it does on Linux).</summary>
    public long PeakMemory => File.Exists($"/proc/{Id}/status") && ReadStatus("VmHWM") is { } kilobytes ? kilobytes * 1024 : 0;

    /// <summary>Starts it, without waiting until it is ready.</summary>
    public static LocalProcess Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), "--port", "0", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watch = Stopwatch.StartNew();
        var local = new LocalProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        local._process.OutputDataReceived += (_, line) => local.OnLine(line.Data, watch);
        local._process.ErrorDataReceived += (_, line) => local.OnLine(line.Data, watch);
        local._process.Exited += (_, _) => local._ready.TrySetException(new InvalidOperationException(
            $"The local run ended before it was ready:\n{string.Join('\n', local._lines.TakeLast(20))}"));
        local._process.Start();
        local._process.BeginOutputReadLine();
        local._process.BeginErrorReadLine();
        return local;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    public static async Task<LocalProcess> StartReadyAsync(params IEnumerable<string> arguments)
    {
        var local = Start(arguments);
        try
        {
            await local.Ready;
            return local;
        }
        catch
        {
            local.Dispose();
            throw;
        }
    }

    /// <summary>Completes when it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public Task Ready => _ready.Task.WaitAsync(Patience);

    /// <summary>A value that it printed: <c>DEVICE_TOKEN=…</c>.</summary>
    public string Value(string name) =>
        _lines.Select(line => line.Trim()).First(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>Ends it at once, as <c>kill -9</c> does: it can't finish anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>The processes of a function that it has started; none where the system doesn't tell (it does on Linux).</summary>
    /// <param name="name">A part of the function's name.</param>
    public IEnumerable<int> FunctionProcesses(string name)
    {
        var children = $"/proc/{Id}/task/{Id}/children";
        return Directory.Exists($"/proc/{Id}/task")
            ? Directory.GetDirectories($"/proc/{Id}/task")
                .SelectMany(task => ReadOrEmpty(Path.Combine(task, Path.GetFileName(children))).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
                .Where(id => ReadOrEmpty($"/proc/{id}/environ").Split('\0')
                    .Any(variable => variable.StartsWith("AWS_LAMBDA_FUNCTION_NAME=", StringComparison.Ordinal) && variable.Contains(name, StringComparison.Ordinal)))
            : [];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void OnLine(string? line, Stopwatch watch)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            (StartTime, Address) = (watch.Elapsed, new(line[ReadyLine.Length..].Trim()));
        }

        // The values come between the line that says so and the last one.
        if (line.StartsWith("Ctrl-C", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
        else if (_ready.Task.IsCompleted)
        {
            _lines.TryDequeue(out _);
        }
    }

    private long? ReadStatus(string name) =>
        File.ReadLines($"/proc/{Id}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : null;

    /// <summary>A process may end while it is looked at.</summary>
    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
