using System.Text;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Local.Metering;

/// <summary>
/// What EventBridge bills: events that come onto a bus, 64 KB each, and what archives take. AWS's own events are free, but for
/// S3's; rules, schedules of rules and deliveries are, too. https://aws.amazon.com/eventbridge/pricing/
/// </summary>
internal static class EventUsage
{
    /// <summary>Somebody put an event.</summary>
    public static void Put(UsageMeter usage, EventEntry entry, BusEvent busEvent)
    {
        usage.CountUnits(busEvent.Root);
        if (entry.Source == "aws.s3")
        {
            usage.AddChunks(UsageItem.OptInEvents, entry.Bytes);
        }
        else if (!entry.Source.StartsWith("aws.", StringComparison.Ordinal))
        {
            usage.AddChunks(UsageItem.EventsPut, entry.Bytes);
        }
    }

    /// <summary>So many archives have taken an event.</summary>
    public static void Keep(UsageMeter usage, BusEvent busEvent, int archives)
    {
        if (archives > 0)
        {
            usage.Add(UsageItem.Archived, archives * BytesOf(busEvent) / Sizes.Gigabyte);
        }
    }

    public static double BytesOf(BusEvent busEvent) => Encoding.UTF8.GetByteCount(busEvent.Text);
}
