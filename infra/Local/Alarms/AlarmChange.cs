using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Alarms;

/// <summary>A change of an alarm's state, in the forms in which others hear of it.</summary>
internal sealed record AlarmChange(AlarmResource Alarm, AlarmState Previous, AlarmState State)
{
    /// <summary>
    /// The event for the default bus.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    /// </summary>
    public EventEntry ToEvent() => new()
    {
        Source = "aws.cloudwatch",
        DetailType = "CloudWatch Alarm State Change",
        Resources = [Alarm.Arn],
        Time = State.Timestamp,
        Detail = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["alarmName"] = Alarm.Name,
            ["configuration"] = Configuration(),
            ["previousState"] = ToJson(Previous),
            ["state"] = ToJson(State),
        }),
    };

    /// <summary>
    /// The text for SNS topics.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    /// </summary>
    public string ToNotification()
    {
        var arn = Alarm.Arn.Split(':');
        return new JsonObject
        {
            ["AlarmName"] = Alarm.Name,
            ["AlarmDescription"] = Alarm.Description,
            ["AWSAccountId"] = arn[4],
            ["AlarmArn"] = Alarm.Arn,
            ["NewStateValue"] = State.Value,
            ["NewStateReason"] = State.Reason,
            ["StateChangeTime"] = AlarmState.Format(State.Timestamp),
            ["Region"] = arn[3],
            ["OldStateValue"] = Previous.Value,
            ["Trigger"] = new JsonObject
            {
                ["MetricName"] = Alarm.MetricName,
                ["Namespace"] = Alarm.Namespace,
                ["StatisticType"] = "Statistic",
                ["Statistic"] = Alarm.Statistic!.ToUpperInvariant(),
                ["Dimensions"] = new JsonArray([.. Alarm.Dimensions.Select(dimension =>
                    (JsonNode?)new JsonObject { ["value"] = dimension.Value, ["name"] = dimension.Key })]),
                ["Period"] = Alarm.PeriodSeconds,
                ["EvaluationPeriods"] = Alarm.EvaluationPeriods,
                ["DatapointsToAlarm"] = Alarm.DatapointsToAlarm,
                ["ComparisonOperator"] = Alarm.ComparisonOperator,
                ["Threshold"] = Alarm.Threshold,
                ["TreatMissingData"] = Alarm.TreatMissingData,
            },
        }.ToJsonString();
    }

    /// <summary>ARNs of what is told about the new state.</summary>
    public IReadOnlyList<string> Actions() => !Alarm.ActionsEnabled ? [] : State.Value switch
    {
        AlarmState.Alarm => Alarm.AlarmActions,
        AlarmState.Ok => Alarm.OkActions,
        _ => Alarm.InsufficientDataActions,
    };

    private static JsonObject ToJson(AlarmState state) => new()
    {
        ["value"] = state.Value,
        ["reason"] = state.Reason,
        ["timestamp"] = AlarmState.Format(state.Timestamp),
    };

    private JsonObject Configuration()
    {
        var configuration = new JsonObject();
        if (Alarm.Description is not null)
        {
            configuration["description"] = Alarm.Description;
        }

        configuration["metrics"] = new JsonArray(new JsonObject
        {
            ["id"] = Alarm.Resource.LogicalId,
            ["metricStat"] = new JsonObject
            {
                ["metric"] = new JsonObject
                {
                    ["dimensions"] = new JsonObject(Alarm.Dimensions.Select(dimension => KeyValuePair.Create(dimension.Key, (JsonNode?)dimension.Value))),
                    ["name"] = Alarm.MetricName,
                    ["namespace"] = Alarm.Namespace,
                },
                ["period"] = Alarm.PeriodSeconds,
                ["stat"] = Alarm.Statistic,
            },
            ["returnData"] = true,
        });
        return configuration;
    }
}
