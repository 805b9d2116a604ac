using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Pricing;

/// <summary>What costs the same each month, whatever arrives: https://aws.amazon.com/cloudwatch/pricing/</summary>
internal static class StandingCharges
{
    public static void Add(Ledger ledger, Deployment deployment)
    {
        foreach (var alarm in deployment.OfType(AlarmResource.Type))
        {
            var isFast = alarm.Properties["Period"] is JsonValue period && int.TryParse(period.ToString(), out var seconds) && seconds < 60;
            ledger.Add(
                ChargeBasis.Month, "Alarms", isFast ? PriceItem.HighResolutionAlarmMetrics : PriceItem.AlarmMetrics, MetricsOf(alarm.Properties));
        }

        ledger.Add(ChargeBasis.Month, "Alarms", PriceItem.CompositeAlarms, deployment.OfType("AWS::CloudWatch::CompositeAlarm").Count());
        ledger.Add(ChargeBasis.Month, "Dashboard", PriceItem.Dashboards, deployment.OfType("AWS::CloudWatch::Dashboard").Count());
    }

    /// <summary>An alarm on an expression is paid for each metric that the expression takes.</summary>
    private static int MetricsOf(JsonObject alarm) => alarm["Metrics"] is JsonArray metrics
        ? Math.Max(1, metrics.Count(metric => metric?["MetricStat"] is not null))
        : 1;
}
