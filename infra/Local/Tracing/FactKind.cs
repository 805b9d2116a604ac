namespace SensorWatch.Local.Tracing;

/// <summary>What can happen to a step. The numbers are stored: new kinds go to the end.</summary>
public enum FactKind
{
    /// <summary>An HTTP request came. Data: <c>method</c>, <c>path</c>.</summary>
    Requested,

    /// <summary>It was answered. Data: <c>status</c>, <c>durationMs</c>.</summary>
    Responded,

    /// <summary>An event is on a bus. Text: the event. Data: <c>bus</c>, <c>rules</c> (nodes of the rules that it matched), <c>replay</c> (its name).</summary>
    Published,

    /// <summary>An event did not reach a target of a rule. Data: <c>target</c>, <c>code</c>, <c>message</c>, <c>saved</c> (it is in a dead-letter queue).</summary>
    Undelivered,

    /// <summary>A message is in a queue. Text: its body, unless it is the event that caused it, unchanged.</summary>
    Sent,

    /// <summary>Whoever received a message deleted it: that is how one is done with.</summary>
    Handled,

    /// <summary>A consumer failed with a message, which comes again. Data: <c>invocation</c> (a request id), <c>receives</c>, <c>throttled</c>.</summary>
    Returned,

    /// <summary>A message went to a dead-letter queue, being received too often. Data: <c>receives</c>.</summary>
    DeadLettered,

    /// <summary>An asynchronous invocation was accepted. Text: its payload.</summary>
    Accepted,

    /// <summary>An asynchronous invocation is given up, or has succeeded. Data: <c>condition</c>.</summary>
    Concluded,

    /// <summary>A function was called. Text: the payload, unless the messages of the causes say it all.</summary>
    Invoked,

    /// <summary>Its caller heard from it. Data: <c>status</c> (<c>ok</c>, <c>error</c>, <c>throttled</c>), <c>errorType</c>, <c>errorMessage</c>.</summary>
    Answered,

    /// <summary>An execution environment took an invocation. Data: <c>stream</c>, its log stream.</summary>
    Started,

    /// <summary>What Lambda reports at the end. Data: <c>status</c>, <c>errorType</c>, <c>durationMs</c>, <c>billedMs</c>, <c>initMs</c>, <c>memoryMb</c>.</summary>
    Reported,

    /// <summary>An invocation called a service. Data: <c>service</c>, <c>operation</c>, <c>target</c>.</summary>
    Called,

    /// <summary>An item of a table is another now. Data: <c>change</c> (<c>INSERT</c>, <c>MODIFY</c>, <c>REMOVE</c>), <c>keys</c>, <c>transaction</c> (the same for all that changed together, if several did).</summary>
    Changed,

    /// <summary>A topic took a message. Text: the message. Data: <c>subject</c>, <c>problems</c> (why it reached whom not).</summary>
    Notified,

    /// <summary>A schedule's time came. Text: what it sends. Data: <c>scheduledAt</c>.</summary>
    Fired,

    /// <summary>A delivery to a target failed, and is tried again. Data: <c>target</c>, <c>code</c>, <c>message</c>, <c>attempt</c>, <c>next</c>.</summary>
    Postponed,

    /// <summary>A bucket's object is another now. Data: <c>change</c> (<c>PUT</c>, <c>DELETE</c>), <c>bucket</c>, <c>key</c>, <c>size</c>.</summary>
    Stored,

    /// <summary>An alarm's state is another now. Data: <c>alarm</c>, <c>from</c>, <c>to</c>, <c>reason</c>.</summary>
    Alarmed,
}
