using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary>
/// <c>AWS::Lambda::Permission</c>: a statement of a function's resource policy.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
/// </summary>
public sealed record FunctionPermissionResource
{
    public const string Type = "AWS::Lambda::Permission";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> FunctionNameProperty = Properties.Text("FunctionName");
    private static readonly Property<string> ActionProperty = Properties.Text("Action");
    private static readonly Property<string> PrincipalProperty = Properties.Text("Principal");
    private static readonly Property<string> SourceArnProperty = Properties.Text("SourceArn");
    private static readonly Property<string> SourceAccountProperty = Properties.Text("SourceAccount");
    private static readonly Property<string> OrganizationProperty = Properties.Text("PrincipalOrgID");

    public required Resource Resource { get; init; }

    /// <summary>The function's name, or its ARN: as the template has it.</summary>
    public required string FunctionName { get; init; }

    /// <summary><c>lambda:InvokeFunction</c>, for instance.</summary>
    public required string Action { get; init; }

    /// <summary>A service such as <c>events.amazonaws.com</c>, an account, or an ARN.</summary>
    public required string Principal { get; init; }

    /// <summary>ARN of what the service must act for, perhaps with wildcards; null for anything.</summary>
    public string? SourceArn { get; init; }

    /// <summary>The account that must own it; null for any.</summary>
    public string? SourceAccount { get; init; }

    /// <summary>The organization that the principal must belong to; null for any.</summary>
    public string? PrincipalOrganization { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static FunctionPermissionResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            FunctionName = FunctionNameProperty.Read(resource),
            Action = ActionProperty.Read(resource),
            Principal = PrincipalProperty.Read(resource),
            SourceArn = SourceArnProperty.ReadOrNull(resource),
            SourceAccount = SourceAccountProperty.ReadOrNull(resource),
            PrincipalOrganization = OrganizationProperty.ReadOrNull(resource),
        };
    }
}
