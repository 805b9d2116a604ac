namespace SensorWatch.Templates.Access;

/// <summary>What an AWS service asks when it calls for a resource, such as EventBridge for a rule: the policies of what it calls decide alone.</summary>
public static class ServiceRequest
{
    /// <summary>EventBridge's principal.</summary>
    public const string EventBridge = "events.amazonaws.com";

    /// <summary>What a topic's policy must not have to let EventBridge in.</summary>
    public const string NoTopicConditions = "A topic's policy for EventBridge can't have conditions on the rule or its account.";

    private const string Publish = "sns:Publish";
    private const string SourceArn = "aws:SourceArn";
    private const string SourceAccount = "aws:SourceAccount";

    /// <summary>Makes the request, with the keys that the service tells.</summary>
    /// <param name="service">The service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="action">Such as <c>sqs:SendMessage</c>.</param>
    /// <param name="resourceArn">The resource that is called.</param>
    /// <param name="sourceArn">The resource for which the service acts, such as a rule's ARN; null when it acts for none.</param>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html</remarks>
    public static AccessRequest Of(string service, string action, string resourceArn, string? sourceArn)
    {
        var context = AccessContext.Empty
            .With("aws:SecureTransport", "true")
            .With("aws:PrincipalIsAWSService", "true")
            .With("aws:PrincipalServiceName", service);
        if (sourceArn is not null && TellsSource(service, action))
        {
            context = context.With(SourceArn, sourceArn);

            // A bucket's ARN doesn't tell whose it is.
            context = sourceArn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? context.With(SourceAccount, account) : context;
        }

        return new(Caller.OfService(service), action, resourceArn) { Context = context };
    }

    /// <summary>
    /// Whether a service tells what it acts for. EventBridge doesn't tell SNS its rule or account, so that a statement with a
    /// condition on them lets nothing in:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    /// </summary>
    public static bool TellsSource(string service, string action) => (service, action) is not (EventBridge, Publish);

    /// <summary>Whether a condition is on a key that the request lacks for certain, since its service never tells it.</summary>
    internal static bool IsNeverTold(this AccessRequest request, PolicyCondition condition) =>
        request.Caller.Service is { } service && !TellsSource(service, request.Action) && (condition.IsOn(SourceArn) || condition.IsOn(SourceAccount));
}
