using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts.Aws;

/// <summary>
/// A CloudWatch alarm changed its state.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
/// </summary>
public sealed record AlarmStateChange : IAwsEvent<AlarmStateChange>
{
    public static AwsEventContract<AlarmStateChange> Contract { get; } =
        new("aws.cloudwatch", "CloudWatch Alarm State Change", ContractsJson.Default.AwsEventAlarmStateChange);

    public static AlarmStateChange Example { get; } = new()
    {
        AlarmName = "StoreReadings-dead-letters",
        State = new()
        {
            Value = "ALARM",
            Reason = "Threshold Crossed: 1 datapoint (1.0) was greater than the threshold (0.0).",
            Timestamp = "2026-01-02T03:04:05.000+0000",
        },
        PreviousState = new() { Value = "OK" },
    };

    public required string AlarmName { get; init; }

    public required AlarmState State { get; init; }

    public AlarmState? PreviousState { get; init; }
}

/// <summary>A state of an alarm.</summary>
public sealed record AlarmState
{
    /// <summary><c>OK</c>, <c>ALARM</c> or <c>INSUFFICIENT_DATA</c>.</summary>
    public required string Value { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in CloudWatch's form <c>2026-01-02T03:04:05.000+0000</c>: no colon in the offset.</summary>
    public string? Timestamp { get; init; }
}
