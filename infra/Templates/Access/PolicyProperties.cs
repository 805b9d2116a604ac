using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Access;

/// <summary>A policy's place in a type of resource.</summary>
/// <param name="Kind">What it is attached to.</param>
/// <param name="Path">The property, nested by dots; <c>[]</c> after a name goes through a list.</param>
/// <param name="AttachedTo">Names, ARNs or addresses of what it is attached to.</param>
internal sealed record PolicyProperty(PolicyKind Kind, string Path, Func<Resource, IEnumerable<string>> AttachedTo);

/// <summary>
/// Which types of resources hold policies, and where:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
/// </summary>
internal static class PolicyProperties
{
    /// <summary>A policy of CloudWatch Logs, for one log group or, when it names none, for all.</summary>
    public const string LogPolicyType = "AWS::Logs::ResourcePolicy";

    private static readonly Dictionary<string, PolicyProperty[]> Table = new()
    {
        ["AWS::IAM::Role"] =
        [
            new(PolicyKind.Identity, "Policies[].PolicyDocument", Itself("Arn")),
            new(PolicyKind.Trust, "AssumeRolePolicyDocument", Itself("Arn")),
        ],
        ["AWS::IAM::User"] = [new(PolicyKind.Identity, "Policies[].PolicyDocument", _ => [])],
        ["AWS::IAM::Group"] = [new(PolicyKind.Identity, "Policies[].PolicyDocument", _ => [])],
        ["AWS::IAM::Policy"] = [new(PolicyKind.Identity, "PolicyDocument", Named("Roles"))],
        ["AWS::IAM::ManagedPolicy"] = [new(PolicyKind.Identity, "PolicyDocument", Named("Roles"))],
        ["AWS::IAM::RolePolicy"] = [new(PolicyKind.Identity, "PolicyDocument", Named("RoleName"))],
        ["AWS::IAM::UserPolicy"] = [new(PolicyKind.Identity, "PolicyDocument", _ => [])],
        ["AWS::IAM::GroupPolicy"] = [new(PolicyKind.Identity, "PolicyDocument", _ => [])],
        ["AWS::SQS::QueuePolicy"] = [new(PolicyKind.Resource, "PolicyDocument", Named("Queues"))],
        ["AWS::SQS::QueueInlinePolicy"] = [new(PolicyKind.Resource, "PolicyDocument", Named("Queue"))],
        ["AWS::SNS::TopicPolicy"] = [new(PolicyKind.Resource, "PolicyDocument", Named("Topics"))],
        ["AWS::SNS::TopicInlinePolicy"] = [new(PolicyKind.Resource, "PolicyDocument", Named("TopicArn"))],
        ["AWS::S3::BucketPolicy"] = [new(PolicyKind.Resource, "PolicyDocument", Named("Bucket"))],
        ["AWS::Events::EventBus"] = [new(PolicyKind.Resource, "Policy", Itself("Arn"))],
        ["AWS::DynamoDB::Table"] = [new(PolicyKind.Resource, "ResourcePolicy.PolicyDocument", Itself("Arn"))],
        ["AWS::KMS::Key"] = [new(PolicyKind.Resource, "KeyPolicy", Itself("Arn"))],
        [LogPolicyType] = [new(PolicyKind.Resource, "PolicyDocument", Named("ResourceArn"))],
        [LogGroupResource.Type] = [new(PolicyKind.Resource, "ResourcePolicyDocument", Itself("Arn"))],
        ["AWS::SecretsManager::ResourcePolicy"] = [new(PolicyKind.Resource, "ResourcePolicy", Named("SecretId"))],
    };

    /// <summary>The policies that a resource declares as documents.</summary>
    public static IEnumerable<AttachedPolicy> Read(Resource resource) =>
        from property in Table.GetValueOrDefault(resource.Type) ?? []
        from place in Find(resource.Properties, property.Path)
        select Read(resource, property, place.Path, place.Node);

    /// <summary>The texts of a property that is one or a list of them; empty when it is neither.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Texts),
        JsonValue value => [IntrinsicFunctions.ToText(value)],
        _ => [],
    };

    private static Func<Resource, IEnumerable<string>> Named(string property) => resource => Texts(resource.Properties[property]);

    private static Func<Resource, IEnumerable<string>> Itself(string attribute) =>
        resource => resource.Attributes.TryGetValue(attribute, out var arn) ? [arn] : [];

    private static AttachedPolicy Read(Resource resource, PolicyProperty property, string path, JsonNode node) => AttachedPolicy.Read(
        new() { DeclaredBy = resource, Property = path, Kind = property.Kind, AttachedTo = [.. property.AttachedTo(resource)] }, node);

    private static IEnumerable<(string Path, JsonNode Node)> Find(JsonNode? node, string path)
    {
        if (path.Split('.', 2) is not [var first, .. var rest] || node is not JsonObject members)
        {
            return [];
        }

        IEnumerable<(string Path, JsonNode? Node)> found = first.EndsWith("[]", StringComparison.Ordinal)
            ? (members[first[..^2]] as JsonArray ?? []).Select((item, index) => ($"{first[..^2]}[{index}]", item))
            : [(first, members[first])];
        return rest is [var below]
            ? found.SelectMany(place => Find(place.Node, below).Select(inner => ($"{place.Path}.{inner.Path}", inner.Node)))
            : found.Where(place => place.Node is not null).Select(place => (place.Path, place.Node!));
    }
}
