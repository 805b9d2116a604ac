using SensorWatch.Local.Functions;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>
/// Whether API Gateway may invoke the functions of HTTP APIs: by the role that an integration or authorizer names, or else by
/// the function's own policy.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
/// </summary>
/// <param name="functions">The functions.</param>
/// <param name="policies">Their policies.</param>
/// <param name="roles">What roles may do.</param>
public sealed class ApiPermissions(FunctionDirectory functions, FunctionPolicies policies, DeploymentPolicies roles)
{
    private const string Service = "apigateway.amazonaws.com";
    private const string Action = "lambda:InvokeFunction";

    /// <summary>What keeps API Gateway from invoking a function; null when it may.</summary>
    /// <param name="functionArn">The function.</param>
    /// <param name="credentialsArn">The role that the integration or authorizer names; null for none.</param>
    /// <param name="sourceArns">The ARNs by which a permission may name the route or authorizer.</param>
    internal string? ProblemOf(string functionArn, string? credentialsArn, IReadOnlyList<string> sourceArns)
    {
        if (functions.Find(functionArn) is not { } function)
        {
            return $"the function {functionArn} is not part of this deployment";
        }

        return credentialsArn is null ? ProblemOf(function, sourceArns) : ProblemOf(function, credentialsArn);
    }

    private string? ProblemOf(FunctionResource function, IReadOnlyList<string> sourceArns) =>
        sourceArns.Any(source => policies.AllowInvoke(function, Service, source))
            ? null
            : $"no AWS::Lambda::Permission lets {Service} call {Action} on {function.Name} for the SourceArn {sourceArns[0]}; add one, or correct its SourceArn";

    /// <summary>A role that is not in the assembly, or has policies whose text isn't known, may do everything, as a function's may.</summary>
    private string? ProblemOf(FunctionResource function, string credentialsArn)
    {
        var context = AccessContext.Empty
            .With("aws:SecureTransport", "true")
            .With("aws:PrincipalArn", credentialsArn)
            .With("aws:PrincipalType", "AssumedRole");
        var request = new AccessRequest(Caller.Of(credentialsArn), Action, function.Arn) { Context = context };
        return !roles.OfRole(credentialsArn).IsComplete || roles.Evaluate(request).IsAllowed
            ? null
            : $"the role {credentialsArn} does not allow {Action} on {function.Arn}";
    }
}
