using System.Text.Json.Nodes;
using SensorWatch.Local.Access;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The functions' resource policies, made of the templates' <c>AWS::Lambda::Permission</c>. A service may invoke a
/// function only if a statement of it says so. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
/// </summary>
public sealed class FunctionPolicies
{
    private const string Invoke = "lambda:InvokeFunction";

    private readonly ILookup<string, FunctionPermissionResource> _permissions;
    private readonly Dictionary<string, IReadOnlyList<PolicyDocument>> _documents;

    /// <param name="functions">The functions.</param>
    /// <param name="permissions">Their permissions; those of other functions mean nothing here.</param>
    public FunctionPolicies(FunctionDirectory functions, IReadOnlyList<FunctionPermissionResource> permissions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        _permissions = permissions.ToLookup(permission => functions.Find(permission.FunctionName)?.Name ?? "");
        _documents = functions.All.ToDictionary(
            function => function.Name,
            IReadOnlyList<PolicyDocument> (function) => Document(function) is { } document ? [PolicyDocument.Parse(document)] : []);
    }

    /// <summary>A function's policy document, as <c>GetPolicy</c> gives it; null without any permission.</summary>
    public JsonObject? Document(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        JsonNode?[] statements = [.. _permissions[function.Name].Select(permission => Statement(permission, function.Arn))];
        return statements.Length == 0
            ? null
            : new() { ["Version"] = "2012-10-17", ["Id"] = "default", ["Statement"] = new JsonArray(statements) };
    }

    /// <summary>Whether a service may invoke a function on behalf of a resource.</summary>
    /// <param name="function">The function.</param>
    /// <param name="service">The service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="sourceArn">The resource for which the service acts, such as a rule's ARN.</param>
    public bool AllowInvoke(FunctionResource function, string service, string sourceArn)
    {
        ArgumentNullException.ThrowIfNull(function);
        return ServiceAccess.IsAllowed(_documents[function.Name], service, Invoke, function.Arn, sourceArn);
    }

    private static JsonObject Statement(FunctionPermissionResource permission, string functionArn)
    {
        var statement = new JsonObject
        {
            ["Sid"] = permission.Resource.PhysicalId,
            ["Effect"] = "Allow",
            ["Principal"] = Principal(permission.Principal),
            ["Action"] = permission.Action,
            ["Resource"] = functionArn,
        };
        var equal = new JsonObject();
        if (permission.SourceAccount is { } account)
        {
            equal["AWS:SourceAccount"] = account;
        }

        if (permission.PrincipalOrganization is { } organization)
        {
            equal["aws:PrincipalOrgID"] = organization;
        }

        var condition = new JsonObject();
        if (equal.Count > 0)
        {
            condition["StringEquals"] = equal;
        }

        if (permission.SourceArn is { } sourceArn)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = sourceArn };
        }

        if (condition.Count > 0)
        {
            statement["Condition"] = condition;
        }

        return statement;
    }

    private static JsonNode Principal(string principal) => principal switch
    {
        "*" => "*",
        _ when principal.Length == 12 && principal.All(char.IsAsciiDigit) => new JsonObject { ["AWS"] = $"arn:aws:iam::{principal}:root" },
        _ when principal.StartsWith("arn:", StringComparison.Ordinal) => new JsonObject { ["AWS"] = principal },
        _ => new JsonObject { ["Service"] = principal },
    };
}
