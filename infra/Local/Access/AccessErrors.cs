using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Access;

namespace SensorWatch.Local.Access;

/// <summary>
/// How services refuse. Words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
/// </summary>
internal static class AccessErrors
{
    private const string Coral = "com.amazon.coral.service#";

    /// <summary>The error of a service, in its own code, status and spelling.</summary>
    /// <param name="sessionArn">The caller.</param>
    /// <param name="service">As IAM's actions name it.</param>
    /// <param name="permission">What is missing.</param>
    /// <param name="decision">Why.</param>
    public static AwsException Denied(string sessionArn, string service, Permission permission, AccessDecision decision)
    {
        var action = Spell(service, permission.Action);
        var message = $"User: {sessionArn} is not authorized to perform: {action}{On(service, permission.Resource)} {Reason(action, decision)}";
        return service switch
        {
            "dynamodb" => new(Coral + "AccessDeniedException", message),
            "sqs" => new(Coral + "AccessDeniedException", message, 403) { QueryErrorCode = "AccessDenied;Sender" },
            "sns" => new("AuthorizationError", message, 403),
            "s3" => new("AccessDenied", message, 403),
            "lambda" => new("AccessDeniedException", message, 403),
            _ => new("AccessDeniedException", message),
        };
    }

    /// <summary>SQS writes its actions in small letters, and SNS its own name in capitals.</summary>
    private static string Spell(string service, string action) => service switch
    {
        "sqs" => action.ToLowerInvariant(),
        "sns" => $"SNS:{action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..]}",
        _ => action,
    };

    private static string On(string service, string resource) => (service, resource) switch
    {
        ("s3", "*") => "",
        ("s3", _) => $" on resource: \"{resource}\"",
        _ => $" on resource: {resource}",
    };

    private static string Reason(string action, AccessDecision decision) => decision switch
    {
        { Outcome: AccessOutcome.ExplicitlyDenied, Statement.Principal: not null } => "with an explicit deny in a resource-based policy",
        { Outcome: AccessOutcome.ExplicitlyDenied } => "with an explicit deny in an identity-based policy",
        _ => $"because no identity-based policy allows the {action} action",
    };
}
