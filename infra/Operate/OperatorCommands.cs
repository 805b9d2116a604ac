using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace SensorWatch.Operate;

/// <summary>The command line for those who run the system: <c>dotnet run --project infra/Operate -- tokens issue …</c>.</summary>
internal static class OperatorCommands
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">What went wrong, and remarks for people.</param>
    /// <param name="connect">Makes a client of DynamoDB at an endpoint; null is AWS.</param>
    /// <param name="time">The clock.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, Func<Uri?, IAmazonDynamoDB> connect, TimeProvider time)
    {
        var root = new RootCommand(
            "Runs SensorWatch: access tokens. Exit codes: 0 done, 1 failed (AWS refused, no such token), 2 wrong arguments.")
        {
            new TokenCommands(output, error, connect, time).Create(),
        };
        var parsed = root.Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCode.WrongArguments : code;
        }
        catch (ArgumentException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCode.WrongArguments;
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or InvalidDataException)
        {
            await error.WriteLineAsync($"{exception.GetType().Name}: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
