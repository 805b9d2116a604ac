using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary>
/// <c>AWS::Scheduler::Schedule</c>, EventBridge Scheduler's.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
/// </summary>
public sealed record ScheduleResource
{
    public const string Type = "AWS::Scheduler::Schedule";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("Name");
    private static readonly Property<string> GroupNameProperty = Properties.Text("GroupName");
    private static readonly Property<string> ExpressionProperty = Properties.Text("ScheduleExpression");
    private static readonly Property<string> TimeZoneProperty = Properties.Text("ScheduleExpressionTimezone");
    private static readonly Property<string> StartDateProperty = Properties.Text("StartDate");
    private static readonly Property<string> EndDateProperty = Properties.Text("EndDate");
    private static readonly Property<string> StateProperty = Properties.Text("State");
    private static readonly Property<string> WindowModeProperty = Properties.Text("FlexibleTimeWindow.Mode");
    private static readonly Property<int> WindowProperty = Properties.Integer("FlexibleTimeWindow.MaximumWindowInMinutes");
    private static readonly Property<string> TargetArnProperty = Properties.Text("Target.Arn");
    private static readonly Property<string> RoleArnProperty = Properties.Text("Target.RoleArn");
    private static readonly Property<string> InputProperty = Properties.Text("Target.Input");
    private static readonly Property<string> DeadLetterArnProperty = Properties.Text("Target.DeadLetterConfig.Arn");
    private static readonly Property<int> MaximumRetryAttemptsProperty = Properties.Integer("Target.RetryPolicy.MaximumRetryAttempts");
    private static readonly Property<int> MaximumEventAgeProperty = Properties.Integer("Target.RetryPolicy.MaximumEventAgeInSeconds");
    private static readonly Property<JsonObject> EventBridgeProperty = Properties.Json("Target.EventBridgeParameters");

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>Name of the schedule's group, <c>default</c> when the template names none.</summary>
    public string GroupName { get; init; } = "default";

    /// <summary><c>rate(5 minutes)</c>, <c>cron(0 8 * * ? *)</c> or <c>at(2026-01-01T08:00:00)</c>.</summary>
    public required string ScheduleExpression { get; init; }

    /// <summary>The IANA name of the zone in which the expression is meant.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Not before it, ISO 8601.</summary>
    public string? StartDate { get; init; }

    /// <summary>Not after it, ISO 8601.</summary>
    public string? EndDate { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>1-1,440 minutes within which each invocation falls; null when it falls on its time.</summary>
    public int? FlexibleWindowMinutes { get; init; }

    public required string TargetArn { get; init; }

    /// <summary>The execution role, with which Scheduler invokes the target.</summary>
    public required string RoleArn { get; init; }

    /// <summary>What the target gets; null for Scheduler's own event.</summary>
    public string? Input { get; init; }

    public string? DeadLetterArn { get; init; }

    /// <summary>0-185; Scheduler's default is 185.</summary>
    public int MaximumRetryAttempts { get; init; } = 185;

    /// <summary>60-86,400 seconds; Scheduler's default is 86,400.</summary>
    public int MaximumEventAgeSeconds { get; init; } = 86_400;

    /// <summary><c>Source</c> and <c>DetailType</c> of what an event bus gets.</summary>
    public JsonObject? EventBridgeParameters { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static ScheduleResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),
            GroupName = GroupNameProperty.Read(resource, "default"),
            ScheduleExpression = ExpressionProperty.Read(resource),
            TimeZone = TimeZoneProperty.Read(resource, "UTC"),
            StartDate = StartDateProperty.ReadOrNull(resource),
            EndDate = EndDateProperty.ReadOrNull(resource),
            Enabled = StateProperty.Read(resource, "ENABLED") switch
            {
                "ENABLED" => true,
                "DISABLED" => false,
                var state => throw ((PropertySource)resource).Expected("ENABLED or DISABLED", "State", state),
            },
            FlexibleWindowMinutes = WindowModeProperty.Read(resource) switch
            {
                "OFF" => null,
                "FLEXIBLE" => WindowProperty.Read(resource),
                var mode => throw ((PropertySource)resource).Expected("OFF or FLEXIBLE", "FlexibleTimeWindow.Mode", mode),
            },
            TargetArn = TargetArnProperty.Read(resource),
            RoleArn = RoleArnProperty.Read(resource),
            Input = InputProperty.ReadOrNull(resource),
            DeadLetterArn = DeadLetterArnProperty.ReadOrNull(resource),
            MaximumRetryAttempts = MaximumRetryAttemptsProperty.Read(resource, 185),
            MaximumEventAgeSeconds = MaximumEventAgeProperty.Read(resource, 86_400),
            EventBridgeParameters = EventBridgeProperty.ReadOrNull(resource),
        };
    }
}
