using System.Text;

namespace SensorWatch.Local.Metering;

/// <summary>
/// What SNS bills beside publishes: deliveries to people and into the world. Those to queues and functions are free.
/// https://aws.amazon.com/sns/pricing/
/// </summary>
internal static class TopicUsage
{
    /// <summary>A message would go to a subscription. What an SMS costs depends on the country, and is not counted.</summary>
    public static void Deliver(UsageMeter usage, string protocol, string body)
    {
        switch (protocol)
        {
            case "email" or "email-json":
                usage.Add(UsageItem.Emails);
                break;
            case "http" or "https":
                usage.AddChunks(UsageItem.HttpNotifications, Encoding.UTF8.GetByteCount(body));
                break;
        }
    }
}
