using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Hosting;

/// <summary>The program: starts, tells, waits for the end, stops.</summary>
internal static class LocalProgram
{
    private static readonly TimeSpan IdleCheckInterval = TimeSpan.FromMilliseconds(100);
    private const int IdleChecks = 10;

    /// <summary>Runs with the command line's arguments, and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var commandLine = new CommandLine();
        commandLine.Command.SetAction(async (result, _) =>
        {
            try
            {
                await RunAsync(commandLine.Options(result), commandLine.Once(result), commandLine.Verbose(result), output);
                return 0;
            }
            catch (LocalException exception)
            {
                await error.WriteLineAsync(exception.Message);
                return exception.ExitCode;
            }
        });

        var parsed = commandLine.Command.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync(problem.Message);
            }

            await error.WriteLineAsync("See --help.");
            return ExitCodes.Usage;
        }

        // The signals are handled here, so that the first one stops in order and the second at once.
        return await parsed.InvokeAsync(new() { Output = output, Error = error, ProcessTerminationTimeout = null });
    }

    private static async Task RunAsync(LocalOptions options, bool once, bool verbose, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var provider = new LineLoggerProvider(output, verbose ? LogLevel.Debug : LogLevel.Information, TimeProvider.System);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(provider));
        try
        {
            await using var host = await LocalHost.StartAsync(options, TimeProvider.System, loggers, stop.Token);
            await output.WriteLineAsync(Welcome.Of(host, Welcome.ExampleCommand(options)));
            await (once ? WaitUntilDrainedAsync(host, stop.Token) : Task.Delay(Timeout.Infinite, stop.Token));
            await output.WriteLineAsync(Summary(host));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped.");
        }

        void Stop(PosixSignalContext signal)
        {
            if (stop.IsCancellationRequested)
            {
                Environment.Exit(ExitCodes.Interrupted);
            }

            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>What works in steps is for moments idle between them; only a while without work is the end.</summary>
    private static async Task WaitUntilDrainedAsync(LocalHost host, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(IdleCheckInterval);
        for (var idle = 0; idle < IdleChecks; idle = host.IsDrained ? idle + 1 : 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static string Summary(LocalHost host) => string.Join(Environment.NewLine, host.Functions
        .Select(function => $"  {function.FunctionName}: {function.Invocations} invocations, {function.Errors} failed, {function.ColdStarts} cold starts")
        .Prepend("Nothing is left to do."));
}
