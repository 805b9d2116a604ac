using System.Diagnostics;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Ends the functions' processes when the local run itself is killed: a small shell script that knows their ids and waits
/// for the pipe from here to close, which it does however this program ends. Without it, a process that is in the middle
/// of something would go on until its next call of the Runtime API fails. On Windows there is none.
/// </summary>
internal sealed class ProcessGuard : IDisposable
{
    /// <summary>Ctrl-C goes to the script too; it must outlive this program to be of use.</summary>
    private const string Script =
        """
        trap '' INT TERM HUP
        ids=' '
        while read -r change id; do
          case $change in
            +) ids="$ids$id " ;;
            -) ids="${ids%% $id *} ${ids#* $id }" ;;
          esac
        done
        [ "$ids" = ' ' ] || kill -KILL $ids 2>/dev/null
        """;

    private readonly Lock _lock = new();
    private readonly Process? _shell;
    private bool _broken;

    public ProcessGuard()
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/bin/sh"))
        {
            return;
        }

        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        _shell = Process.Start(start);
    }

    /// <summary>Guards a process until it has ended.</summary>
    public void Watch(IFunctionProcess process)
    {
        if (_shell is not null)
        {
            Tell('+', process.Id);
            _ = ForgetAsync(process);
        }
    }

    public void Dispose()
    {
        if (_shell is null)
        {
            return;
        }

        lock (_lock)
        {
            _broken = true;
            _shell.StandardInput.Close();
        }

        _shell.WaitForExit(TimeSpan.FromSeconds(1));
        _shell.Dispose();
    }

    private async Task ForgetAsync(IFunctionProcess process)
    {
        await process.Exited;
        Tell('-', process.Id);
    }

    private void Tell(char change, int id)
    {
        lock (_lock)
        {
            if (_broken)
            {
                return;
            }

            try
            {
                _shell!.StandardInput.Write($"{change} {id}\n");
                _shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody has ended the script. The functions run on without it.
                _broken = true;
            }
        }
    }
}
