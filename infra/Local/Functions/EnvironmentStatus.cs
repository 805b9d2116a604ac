namespace SensorWatch.Local.Functions;

/// <summary>How an execution environment is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state.</param>
/// <param name="ProcessId">Id of its process; null before there is one.</param>
/// <param name="InState">How long it has been in that state.</param>
/// <param name="Invocations">Invocations that it was given.</param>
internal sealed record EnvironmentStatus(string Id, EnvironmentState State, int? ProcessId, TimeSpan InState, long Invocations)
{
    /// <summary>For people: <c>starting</c>, <c>ready</c> or <c>busy</c>.</summary>
    public string StateName => State switch
    {
        EnvironmentState.Starting => "starting",
        EnvironmentState.Ready => "ready",
        _ => "busy",
    };
}
