namespace SensorWatch.Local.Tracing;

/// <summary>What is to be known of kinds of facts.</summary>
internal static class FactKinds
{
    /// <summary>
    /// It begins a step, or another time of one: it has an origin and causes. The other kinds only go on with a step, for
    /// whatever it is that runs just then.
    /// </summary>
    public static bool Begins(this FactKind kind) => kind is FactKind.Requested or FactKind.Published or FactKind.Sent or FactKind.Accepted
        or FactKind.Invoked or FactKind.Changed or FactKind.Notified or FactKind.Fired or FactKind.Stored or FactKind.Alarmed;

    /// <summary>Something went wrong for a step.</summary>
    public static bool IsFailure(this Fact fact) => fact.Kind switch
    {
        FactKind.Undelivered or FactKind.DeadLettered => true,
        FactKind.Returned => fact.Data?["throttled"] is null,
        FactKind.Answered => (string?)fact.Data?["status"] == "error",
        FactKind.Notified => fact.Data?["problems"] is not null,
        _ => false,
    };
}
