using Amazon.CDK.AWS.IAM;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// What a function may do to one resource, and the environment variable that tells it which resource that is: one value,
/// so that a function can't be granted one table and be told another's name.
/// </summary>
public sealed record Access
{
    /// <summary>What IAM is told; none for a variable that names nothing to be granted.</summary>
    public required IReadOnlyList<AccessStatement> Statements { get; init; }

    /// <summary>Environment variables for the function.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>A variable alone: an address that anyone may know, say.</summary>
    public static Access ToKnow(string variable, string value) =>
        new() { Statements = [], Variables = new Dictionary<string, string> { [variable] = value } };

    /// <summary>The same, with a variable for the function.</summary>
    public Access Told(string variable, string value) =>
        this with { Variables = new Dictionary<string, string>(Variables) { [variable] = value } };
}

/// <summary>One statement of a role's policy.</summary>
/// <param name="Purpose">The statement's <c>Sid</c>, what it is for: <c>WriteReadings</c>. Letters and digits.</param>
/// <param name="Actions">IAM actions, each one by name: <c>dynamodb:Query</c>.</param>
/// <param name="ResourceArns">What they are allowed on.</param>
public sealed record AccessStatement(string Purpose, IReadOnlyList<string> Actions, IReadOnlyList<string> ResourceArns)
{
    /// <summary>Conditions by IAM's operator, and in it by key: <c>StringEquals</c>, <c>events:source</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Conditions { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Where a resource has a wildcard, why it can't be named more exactly. cdk-nag asks for it.</summary>
    public string? WildcardReason { get; init; }

    /// <summary>The statement alone, as an access.</summary>
    public Access ToAccess() => new() { Statements = [this] };

    internal PolicyStatement ToStatement() => new(new PolicyStatementProps
    {
        Sid = Purpose,
        Actions = [.. Actions],
        Resources = [.. ResourceArns],
        Conditions = Conditions.Count == 0
            ? null
            : Conditions.ToDictionary(
                condition => condition.Key,
                condition => (object)condition.Value.ToDictionary(key => key.Key, key => (object)key.Value)),
    });

    internal void AcknowledgeWildcards(Role role)
    {
        if (WildcardReason is null)
        {
            return;
        }

        foreach (var arn in ResourceArns.Where(arn => arn.Contains('*', StringComparison.Ordinal)))
        {
            role.Acknowledge($"AwsSolutions-IAM5[Resource::{arn}]", WildcardReason);
            if (arn == "*")
            {
                role.Acknowledge("Serverless-LambdaStarPermissions", WildcardReason);
            }
        }
    }
}
