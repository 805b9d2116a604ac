using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary>
/// <c>AWS::Lambda::EventInvokeConfig</c>: what becomes of a function's asynchronous invocations.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html
/// </summary>
public sealed record EventInvokeConfigResource
{
    public const string Type = "AWS::Lambda::EventInvokeConfig";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> FunctionNameProperty = Properties.Text("FunctionName");
    private static readonly Property<string> QualifierProperty = Properties.Text("Qualifier");
    private static readonly Property<int> RetriesProperty = Properties.Integer("MaximumRetryAttempts");
    private static readonly Property<int> AgeProperty = Properties.Integer("MaximumEventAgeInSeconds");
    private static readonly Property<string> SuccessProperty = Properties.Text("DestinationConfig.OnSuccess.Destination");
    private static readonly Property<string> FailureProperty = Properties.Text("DestinationConfig.OnFailure.Destination");

    public required Resource Resource { get; init; }

    /// <summary>The function's name, or its ARN: as the template has it.</summary>
    public required string FunctionName { get; init; }

    /// <summary><c>$LATEST</c>, or a version or alias.</summary>
    public required string Qualifier { get; init; }

    /// <summary>0-2.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>60-21,600.</summary>
    public int MaximumEventAgeSeconds { get; init; } = 21_600;

    /// <summary>ARN of the queue, topic, function or event bus that is told of successes; null for none.</summary>
    public string? OnSuccessDestinationArn { get; init; }

    /// <summary>ARN of the queue, topic, function or event bus that is told of failures; null for none.</summary>
    public string? OnFailureDestinationArn { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static EventInvokeConfigResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            FunctionName = FunctionNameProperty.Read(resource),
            Qualifier = QualifierProperty.Read(resource),
            MaximumRetryAttempts = RetriesProperty.Read(resource, 2),
            MaximumEventAgeSeconds = AgeProperty.Read(resource, 21_600),
            OnSuccessDestinationArn = SuccessProperty.ReadOrNull(resource),
            OnFailureDestinationArn = FailureProperty.ReadOrNull(resource),
        };
    }
}
