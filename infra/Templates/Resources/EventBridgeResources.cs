using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::Events::EventBus</c>.</summary>
public sealed record EventBusResource(Resource Resource, string Name, string Arn)
{
    public const string Type = "AWS::Events::EventBus";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("Name");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static EventBusResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(resource, NameProperty.Read(resource), resource.Attribute("Arn"));
    }
}

/// <summary><c>AWS::Events::Rule</c>.</summary>
public sealed record RuleResource
{
    public const string Type = "AWS::Events::Rule";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("Name");
    private static readonly Property<string> EventBusNameProperty = Properties.Text("EventBusName");
    private static readonly Property<JsonObject> EventPatternProperty = Properties.Json("EventPattern");
    private static readonly Property<string> ScheduleExpressionProperty = Properties.Text("ScheduleExpression");
    private static readonly Property<string> StateProperty = Properties.Text("State");
    private static readonly Property<IReadOnlyList<PropertySource>> TargetsProperty = Properties.List("Targets", RuleTarget.Properties);

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>Name of the bus, <c>default</c> when the template names none.</summary>
    public required string EventBusName { get; init; }

    /// <summary>Null for a rule that has a schedule only.</summary>
    public JsonObject? EventPattern { get; init; }

    public string? ScheduleExpression { get; init; }

    public required bool Enabled { get; init; }

    public required IReadOnlyList<RuleTarget> Targets { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static RuleResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),

            // A bus is named by its name or its ARN, arn:aws:events:REGION:ACCOUNT:event-bus/NAME.
            EventBusName = EventBusNameProperty.Read(resource, "default").Split('/')[^1],
            EventPattern = EventPatternProperty.ReadOrNull(resource),
            ScheduleExpression = ScheduleExpressionProperty.ReadOrNull(resource),
            Enabled = StateProperty.Read(resource, "ENABLED") switch
            {
                "ENABLED" or "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" => true,
                "DISABLED" => false,
                var state => throw ((PropertySource)resource).Expected("ENABLED or DISABLED", "State", state),
            },
            Targets = [.. TargetsProperty.Read(resource, []).Select(RuleTarget.From)],
        };
    }
}

/// <summary>A target of a rule.</summary>
public sealed record RuleTarget
{
    internal static readonly PropertySet Properties = new();
    private static readonly Property<string> IdProperty = Properties.Text("Id");
    private static readonly Property<string> ArnProperty = Properties.Text("Arn");
    private static readonly Property<string> DeadLetterArnProperty = Properties.Text("DeadLetterConfig.Arn");
    private static readonly Property<int> MaximumRetryAttemptsProperty = Properties.Integer("RetryPolicy.MaximumRetryAttempts");
    private static readonly Property<int> MaximumEventAgeProperty = Properties.Integer("RetryPolicy.MaximumEventAgeInSeconds");
    private static readonly Property<string> InputProperty = Properties.Text("Input");
    private static readonly Property<string> InputPathProperty = Properties.Text("InputPath");
    private static readonly Property<JsonObject> InputTransformerProperty = Properties.Json("InputTransformer");
    private static readonly Property<string> MessageGroupIdProperty = Properties.Text("SqsParameters.MessageGroupId");

    public required string Id { get; init; }

    public required string Arn { get; init; }

    public string? DeadLetterArn { get; init; }

    /// <summary>0-185; EventBridge's default is 185.</summary>
    public int MaximumRetryAttempts { get; init; } = 185;

    /// <summary>60-86,400 seconds; EventBridge's default is 86,400.</summary>
    public int MaximumEventAgeSeconds { get; init; } = 86_400;

    /// <summary>Constant JSON text sent in place of the event.</summary>
    public string? Input { get; init; }

    public string? InputPath { get; init; }

    public JsonObject? InputTransformer { get; init; }

    /// <summary>For FIFO queues.</summary>
    public string? MessageGroupId { get; init; }

    internal static RuleTarget From(PropertySource target) => new()
    {
        Id = IdProperty.Read(target),
        Arn = ArnProperty.Read(target),
        DeadLetterArn = DeadLetterArnProperty.ReadOrNull(target),
        MaximumRetryAttempts = MaximumRetryAttemptsProperty.Read(target, 185),
        MaximumEventAgeSeconds = MaximumEventAgeProperty.Read(target, 86_400),
        Input = InputProperty.ReadOrNull(target),
        InputPath = InputPathProperty.ReadOrNull(target),
        InputTransformer = InputTransformerProperty.ReadOrNull(target),
        MessageGroupId = MessageGroupIdProperty.ReadOrNull(target),
    };
}

/// <summary><c>AWS::Events::Archive</c>.</summary>
public sealed record ArchiveResource
{
    public const string Type = "AWS::Events::Archive";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("ArchiveName");
    private static readonly Property<string> SourceArnProperty = Properties.Text("SourceArn");
    private static readonly Property<JsonObject> EventPatternProperty = Properties.Json("EventPattern");
    private static readonly Property<int> RetentionDaysProperty = Properties.Integer("RetentionDays");
    private static readonly Property<string> DescriptionProperty = Properties.Text("Description");

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>ARN of the bus whose events it keeps.</summary>
    public required string SourceArn { get; init; }

    /// <summary>Null: it keeps every event.</summary>
    public JsonObject? EventPattern { get; init; }

    /// <summary>Zero: for ever.</summary>
    public int RetentionDays { get; init; }

    public string? Description { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static ArchiveResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),
            SourceArn = SourceArnProperty.Read(resource),
            EventPattern = EventPatternProperty.ReadOrNull(resource),
            RetentionDays = RetentionDaysProperty.Read(resource, 0),
            Description = DescriptionProperty.ReadOrNull(resource),
        };
    }
}
