namespace SensorWatch.Templates.Resolution;

/// <summary>What a deployment knows that a template leaves open.</summary>
public sealed record DeploymentSettings
{
    /// <summary>12 digits, for stacks that fix no account. The default is the account of AWS's own examples.</summary>
    public string Account { get; init; } = "123456789012";

    /// <summary>For stacks that fix no region.</summary>
    public string Region { get; init; } = "us-east-1";

    public string Partition { get; init; } = "aws";

    public string UrlSuffix { get; init; } = "amazonaws.com";

    /// <summary>Values of template parameters, by <c>Name</c> or, as <c>cdk deploy --parameters</c> has it, <c>StackName:Name</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Resolve what can be resolved, instead of throwing at the first thing that can't: <see cref="Deployment.Faults"/> tells
    /// what couldn't, and a text that begins with <see cref="Deployment.UnresolvedMark"/> stands in its place.
    /// </summary>
    public bool Tolerant { get; init; }

    /// <summary>
    /// Gives a resource another <c>Ref</c> or attribute than AWS would: the resource, then <c>Ref</c> or the attribute's name; null
    /// keeps AWS's. An address that leads to this machine (<c>http://127.0.0.1:4566/…</c>) comes in here, and reaches every
    /// property and environment variable that refers to it.
    /// </summary>
    public Func<ResourceReference, string, string?>? Override { get; init; }
}

/// <summary>The resource that a <c>Ref</c> or <c>Fn::GetAtt</c> leads to.</summary>
public sealed record ResourceReference
{
    /// <summary>CloudFormation's type: <c>AWS::SQS::Queue</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Construct path, else <c>Stack/LogicalId</c>.</summary>
    public required string Path { get; init; }

    public required string StackId { get; init; }

    public required string LogicalId { get; init; }

    /// <summary>Its physical name, as AWS would have it.</summary>
    public required string Name { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }
}
