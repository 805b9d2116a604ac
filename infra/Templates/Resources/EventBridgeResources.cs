using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::Events::EventBus</c>.</summary>
public sealed record EventBusResource(Resource Resource, string Name, string Arn);

/// <summary><c>AWS::Events::Rule</c>.</summary>
public sealed record RuleResource
{
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
}

/// <summary>A target of a rule.</summary>
public sealed record RuleTarget
{
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
}
