using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Topics that people read. They are not encrypted with a key of their own: CloudWatch may not use AWS's key for SNS, and
/// e-mail isn't secret either.
/// </summary>
internal static class EmailTopic
{
    /// <param name="scope">The parent.</param>
    /// <param name="addresses">E-mail addresses; AWS asks each to confirm.</param>
    public static Topic Create(Construct scope, IReadOnlyList<string> addresses)
    {
        var topic = new Topic(scope, "Resource");

        // Not CDK's own option, which does it only for a topic that has other statements too.
        topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "RefusePlainHttp",
            Effect = Effect.DENY,
            Principals = [new AnyPrincipal()],
            Actions = ["sns:Publish"],
            Resources = [topic.TopicArn],
            Conditions = new Dictionary<string, object>
            {
                ["Bool"] = new Dictionary<string, object> { ["aws:SecureTransport"] = "false" },
            },
        }));
        foreach (var address in addresses)
        {
            topic.AddSubscription(new EmailSubscription(address));
        }

        return topic;
    }
}
