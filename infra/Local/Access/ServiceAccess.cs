using SensorWatch.Templates.Access;

namespace SensorWatch.Local.Access;

/// <summary>What a service of AWS may do on behalf of a resource, such as EventBridge for a rule: the policies of what it calls decide alone.</summary>
internal static class ServiceAccess
{
    /// <param name="policies">Those of the resource that is called.</param>
    /// <param name="service">The service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="action">Such as <c>sqs:SendMessage</c>.</param>
    /// <param name="resourceArn">The resource that is called.</param>
    /// <param name="sourceArn">The resource for which the service acts, such as a rule's ARN; null when the service doesn't tell it.</param>
    public static bool IsAllowed(IEnumerable<PolicyDocument> policies, string service, string action, string resourceArn, string? sourceArn)
    {
        var context = AccessContext.Empty
            .With("aws:SecureTransport", "true")
            .With("aws:PrincipalIsAWSService", "true")
            .With("aws:PrincipalServiceName", service);
        if (sourceArn is not null)
        {
            context = context.With("aws:SourceArn", sourceArn).With("aws:SourceAccount", sourceArn.Split(':')[4]);
        }

        var request = new AccessRequest(Caller.OfService(service), action, resourceArn) { Context = context };
        return PolicyEvaluation.Evaluate(request, [], policies).IsAllowed;
    }
}
