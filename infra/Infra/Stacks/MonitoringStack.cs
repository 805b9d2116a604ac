using Amazon.CDK;
using Constructs;
using SensorWatch.Infra.Constructs;

namespace SensorWatch.Infra.Stacks;

/// <summary>What watches the services and tells people.</summary>
public sealed class MonitoringStack : Stack
{
    public MonitoringStack(Construct scope, StageContext context, ServicesStack services)
        : base(scope, "Monitoring", SystemStack.Props(context, "Monitoring", "SensorWatch: dashboard, alarms and who hears of them"))
    {
        var topic = new AlarmTopic(this, "AlarmTopic", context);
        var alarms = new ServiceAlarms(this, "Alarms", context, services, topic);
        _ = new ServiceDashboard(this, "Dashboard", context, services, alarms);
    }
}
