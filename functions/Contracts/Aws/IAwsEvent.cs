using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Contracts.Aws;

/// <summary>The <c>detail</c> of an event that an AWS service puts on the default bus: the members that this system uses.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IAwsEvent<TSelf>
    where TSelf : IAwsEvent<TSelf>
{
    /// <summary>Source, detail-type and JSON of the event.</summary>
    static abstract AwsEventContract<TSelf> Contract { get; }

    /// <summary>A realistic value.</summary>
    static abstract TSelf Example { get; }
}

/// <summary>What is fixed for every event of one kind that an AWS service sends.</summary>
/// <param name="Source">Such as <c>aws.s3</c>.</param>
/// <param name="DetailType">Such as <c>Object Created</c>.</param>
/// <param name="Json">How the event is read.</param>
public sealed record AwsEventContract<T>(string Source, string DetailType, JsonTypeInfo<AwsEvent<T>> Json)
    where T : IAwsEvent<T>;

/// <summary>
/// An event of an AWS service as EventBridge delivers it.
/// Shape: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
/// </summary>
public sealed record AwsEvent<T>
    where T : IAwsEvent<T>
{
    /// <summary>EventBridge's id of the event; the same when the event is delivered again.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    [JsonPropertyName("detail-type")]
    public required string DetailType { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    public DateTimeOffset Time { get; init; }

    public required T Detail { get; init; }
}
