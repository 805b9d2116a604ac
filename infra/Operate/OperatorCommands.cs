using System.CommandLine;
using Amazon.Runtime;
using SensorWatch.Operate.DeadLetters;
using SensorWatch.Operate.Replays;
using SensorWatch.Operate.Sending;
using SensorWatch.Operate.Status;
using SensorWatch.Operate.Tokens;
using SensorWatch.Operate.Tracing;

namespace SensorWatch.Operate;

/// <summary>The command line for those who run the system: <c>dotnet run --project infra/Operate -- status</c>.</summary>
internal static class OperatorCommands
{
    /// <summary>How long a stopped command may take to give messages back.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="shell">Where it reads and writes.</param>
    /// <param name="cancellationToken">Stops it, as Ctrl-C does.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellationToken = default)
    {
        var options = new CommonOptions();
        var parsed = Root(shell, options).Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = shell.Output,
                    Error = shell.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = StopTime,
                },
                cancellationToken);
            return parsed.Errors.Count > 0 ? ExitCode.WrongArguments : code;
        }
        catch (OperatorException exception)
        {
            await shell.Error.WriteLineAsync(exception.Message);
            return exception.Code;
        }
        catch (ArgumentException exception)
        {
            // What the domain itself refuses, such as a sensor's name.
            await shell.Error.WriteLineAsync(exception.Message);
            return ExitCode.WrongArguments;
        }
        catch (OperationCanceledException)
        {
            await shell.Error.WriteLineAsync("Stopped.");
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception
            is AmazonServiceException or AmazonClientException or HttpRequestException or InvalidDataException or IOException)
        {
            await shell.Error.WriteLineAsync(ErrorText.Of(exception, options.Target(parsed)));
            return ExitCode.Failed;
        }
    }

    private static RootCommand Root(Shell shell, CommonOptions options)
    {
        var root = new RootCommand(
            $"""
            Runs SensorWatch, on AWS or in a local run: what is wrong, what became of an event, and how to mend it.

            Examples, with a local run up (dotnet run --project infra/Local) and AWS_ENDPOINT_URL=http://127.0.0.1:4566:
              status                                 what needs a person
              send AlertOpened                       an event, from its contract's example
              trace EVENT-ID                         what became of it
              dlq peek StoreReadingsQueue            what failed, and why
              dlq redrive StoreReadingsQueue         try it again
              replay --from 2h --rule StoreReadings  send archived events again

            {ExitCode.Meaning}
            """)
        {
            new StatusCommand(shell, options).Create(),
            new DlqCommands(shell, options).Create(),
            new ReplayCommands(shell, options).Create(),
            new TraceCommand(shell, options).Create(),
            new SendCommand(shell, options).Create(),
            new TokenCommands(shell, options).Create(),
        };
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        return root;
    }
}
