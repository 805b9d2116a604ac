using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Logs;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Messages;

/// <summary>
/// What a function logged about messages that it could not handle: the newest lines that name the message or its event, else
/// its latest failed invocation.
/// </summary>
internal sealed class FailureLogs(LogService logs, InvocationHistory invocations)
{
    /// <summary>So many of the newest lines are searched.</summary>
    private const int SearchedLines = 5_000;

    private const int MaximumLines = 5;

    /// <summary>A search among a function's lines, which are read once.</summary>
    public Func<MessageView, (string Message, string? RequestId, IReadOnlyList<LogLine> Lines)?> For(FunctionResource function)
    {
        var lines = new Lazy<List<LogEvent>>(() => [.. logs.Read(new() { GroupName = function.LogGroupName, Descending = true, Limit = SearchedLines })]);
        return message => Find(lines.Value, message) ?? LatestFailure(function);
    }

    private static (string Message, string? RequestId, IReadOnlyList<LogLine> Lines)? Find(List<LogEvent> events, MessageView message)
    {
        List<LogLine> named =
        [
            .. events.Where(logEvent => logEvent.Message.Contains(message.Id, StringComparison.Ordinal)
                    || (message.EventId is { } id && logEvent.Message.Contains(id, StringComparison.Ordinal)))
                .Take(MaximumLines)
                .Select(LogLine.Of),
        ];
        return named.Count == 0 ? null
            : named.Find(line => line.IsTrouble) is { } trouble ? (trouble.Message, trouble.RequestId, [.. named.Reverse<LogLine>()])
            : (named[0].Message, named[0].RequestId, [.. named.Reverse<LogLine>()]);
    }

    private (string Message, string? RequestId, IReadOnlyList<LogLine> Lines)? LatestFailure(FunctionResource function) =>
        invocations.Of(function.Name).FirstOrDefault(invocation => invocation.Status is "error" or "timeout") is { } failed
            ? ($"its latest failed invocation ended with {failed.ErrorType ?? failed.Status}: {failed.ErrorMessage}", failed.RequestId, [])
            : null;
}
