using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Events;

/// <summary>What a target is.</summary>
internal enum TargetKind
{
    Queue,
    Function,
    Bus,
    Topic,
    LogGroup,

    /// <summary>Nothing that events are brought to here.</summary>
    Other,
}

/// <summary>Tells targets by their ARNs.</summary>
internal static class TargetKinds
{
    public static TargetKind Of(string arn) => arn.Split(':') switch
    {
        ["arn", _, "sqs", _, _, _] => TargetKind.Queue,
        ["arn", _, "sns", _, _, _] => TargetKind.Topic,
        ["arn", _, "logs", _, _, "log-group", _] or ["arn", _, "logs", _, _, "log-group", _, "*"] => TargetKind.LogGroup,
        _ when FunctionTargets.IsFunction(arn) => TargetKind.Function,
        _ when EventBridgeDeployment.IsBus(arn) => TargetKind.Bus,
        _ => TargetKind.Other,
    };
}
