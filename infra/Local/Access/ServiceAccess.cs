using SensorWatch.Templates.Access;

namespace SensorWatch.Local.Access;

/// <summary>What a service of AWS may do on behalf of a resource, such as EventBridge for a rule: the policies of what it calls decide alone.</summary>
internal static class ServiceAccess
{
    /// <summary>Asks the policies of the resource that is called; for the call's parts see <see cref="ServiceRequest.Of"/>.</summary>
    public static bool IsAllowed(IEnumerable<PolicyDocument> policies, string service, string action, string resourceArn, string? sourceArn) =>
        PolicyEvaluation.Evaluate(ServiceRequest.Of(service, action, resourceArn, sourceArn), [], policies).IsAllowed;
}
