using Microsoft.Data.Sqlite;
using SensorWatch.Local.Access;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Access;

namespace SensorWatch.Local.Events;

/// <summary>SNS topics as targets of rules: a policy of the topic must let EventBridge publish.</summary>
internal sealed class TopicTargets(TopicService topics, DeploymentPolicies policies)
{
    private const string Publish = "sns:Publish";

    /// <summary>Publishes a message for a rule; null when the topic took it.</summary>
    public DeliveryFailure? TryPublish(SqliteConnection connection, string topicArn, string ruleArn, string body, Announcements changed)
    {
        if (topics.Find(topicArn) is null)
        {
            return DeliveryFailure.NoResource(topicArn);
        }

        if (!ServiceAccess.IsAllowed(policies.OnResources[topicArn].Select(policy => policy.Document), EventDelivery.Principal, Publish, topicArn, ruleArn))
        {
            var denied = DeliveryFailure.NoPermissions(topicArn, Publish, ruleArn);
            return denied with { Message = $"{denied.Message} {ServiceRequest.NoTopicConditions}" };
        }

        try
        {
            var (_, complete) = topics.Publish(connection, topicArn, new() { Message = body });
            changed.Add(complete);
            return null;
        }
        catch (AwsException refused)
        {
            return DeliveryFailure.Refused(refused);
        }
    }
}
