namespace SensorWatch.Local.Tracing;

/// <summary>Names the steps of which an event's story is made: <c>KIND:KEY</c>.</summary>
public static class StepId
{
    /// <summary>An HTTP request, by the id that API Gateway gives it.</summary>
    public static string Request(string requestId) => $"request:{requestId}";

    /// <summary>An event on a bus. A replay sends an event under its old id: another fact of the same step.</summary>
    public static string Event(string eventId) => $"event:{eventId}";

    public static string Message(string messageId) => $"message:{messageId}";

    /// <summary>A call of a function, by Lambda's request id; all attempts of an asynchronous one have the same.</summary>
    public static string Invocation(string requestId) => $"invocation:{requestId}";

    /// <summary>A record of a table's stream.</summary>
    public static string Record(long sequenceNumber, string table) => $"record:{sequenceNumber}@{table}";

    /// <summary>A change in a table without a stream, which nothing follows.</summary>
    public static string Change() => $"change:{Guid.NewGuid()}";

    public static string Notification(string messageId) => $"notification:{messageId}";

    /// <summary>A schedule's time.</summary>
    public static string Schedule(string name, DateTimeOffset at) => $"schedule:{name}@{at:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    /// <summary>A change of a bucket's object.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="sequencer">Rises with each change in a bucket.</param>
    public static string Object(string bucket, string key, long sequencer) => $"object:{bucket}/{key}@{sequencer:X}";

    /// <summary>An alarm's change of state.</summary>
    public static string Alarm(string name, DateTimeOffset at) => $"alarm:{name}@{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";

    /// <summary>What stands before the colon.</summary>
    public static string KindOf(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step[..Math.Max(0, step.IndexOf(':', StringComparison.Ordinal))];
    }

    /// <summary>What stands behind the colon.</summary>
    public static string KeyOf(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step[(step.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
