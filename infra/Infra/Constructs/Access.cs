using Amazon.CDK.AWS.IAM;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// What a function may do to one resource, and the environment variable that tells it which resource that is: one value,
/// so that a function can't be granted one table and be told another's name.
/// </summary>
public sealed record Access
{
    /// <summary>The statement's <c>Sid</c>, what the access is for: <c>WriteReadings</c>. Letters and digits.</summary>
    public required string Purpose { get; init; }

    /// <summary>IAM actions, each one by name: <c>dynamodb:Query</c>.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    public required string ResourceArn { get; init; }

    /// <summary>Condition keys and the values that they must equal.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables for the function.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    internal PolicyStatement ToStatement() => new(new PolicyStatementProps
    {
        Sid = Purpose,
        Actions = [.. Actions],
        Resources = [ResourceArn],
        Conditions = Conditions.Count == 0
            ? null
            : new Dictionary<string, object> { ["StringEquals"] = Conditions.ToDictionary(c => c.Key, c => (object)c.Value) },
    });
}
