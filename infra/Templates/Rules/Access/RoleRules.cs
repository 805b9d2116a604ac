using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules.Code;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>Who may become a role, and what roles have from AWS.</summary>
internal static class RoleRules
{
    private static readonly string[] WidePolicies = ["AdministratorAccess", "PowerUserAccess", "SystemAdministrator", "DatabaseAdministrator", "NetworkAdministrator"];

    private static readonly DesignRule Managed = new()
    {
        Id = "access/wide-managed-policy",
        Sentence = "No role has one of AWS's policies that allow a whole service, or all of them.",
        Mend = "Allow the actions that are needed, on the resources that they are needed on.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
        Check = context => from resource in context.Deployment.Resources
                           where resource.Type is "AWS::IAM::Role" or "AWS::IAM::User" or "AWS::IAM::Group"
                           from arn in resource.Texts("ManagedPolicyArns")
                           let name = AwsManagedPolicies.NameOf(arn)?.Split('/')[^1]
                           where name is not null && IsWide(name)
                           select new Finding(resource, $"It has AWS's policy {name}."),
    };

    private static readonly DesignRule Trust = new()
    {
        Id = "access/role-trust",
        Sentence = "A role says who may become it.",
        Mend = "Name the service, role or account, or ask for the identity's subject in a condition.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
        Check = context => from placed in context.Allowing(PolicyKind.Trust)
                           where !placed.Statement.IsNarrowed()
                           let open = placed.Statement.Principal is { } principal ? OpenTo(principal) : null
                           where open is not null
                           select placed.Finding($"It lets {open} become the role."),
    };

    private static readonly DesignRule Mapping = new()
    {
        Id = "access/mapping-grants",
        Sentence = "A function's role lets Lambda read the queue or stream of its mapping, and report what was given up.",
        Mend = "Allow it in a policy of the function's role.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
        Check = context => from mapping in context.Deployment.EventSourceMappings
                           where !mapping.FunctionName.IsUnresolved() && !mapping.EventSourceArn.IsUnresolved() && mapping.OnFailureDestinationArn?.IsUnresolved() != true
                           let function = context.Deployment.FindFunction(mapping.FunctionName)
                           let role = function is null ? null : GrantRules.RoleArn(function)
                           where role is not null && context.Policies.OfRole(role).IsComplete
                           let missing = NeededAccess.OfMapping(mapping).Where(needed => !AccessNeeds.MayBeMet(context, context.Policies.OfRole(role), role, needed)).ToList()
                           where missing.Count > 0
                           select new Finding(mapping.Resource, $"The role of {function.Resource.Path} does not allow {string.Join(", ", missing)}."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Managed, Trust, Mapping];

    private static bool IsWide(string name) => WidePolicies.Contains(name) || name.EndsWith("FullAccess", StringComparison.Ordinal);

    private static string? OpenTo(PrincipalElement principal) =>
        principal.IsNegated ? "everybody but some"
        : principal.Principals.Any(one => one.Kind == PrincipalKind.Any) ? "everybody (*)"
        : principal.Principals.FirstOrDefault(one => one.Kind == PrincipalKind.Federated && !one.Value.IsUnresolved()) is { } federated
            ? $"everybody whom {federated.Value} knows"
            : null;
}
