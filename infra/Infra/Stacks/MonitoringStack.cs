using Amazon.CDK;
using Constructs;
using SensorWatch.Infra.Constructs;

namespace SensorWatch.Infra.Stacks;

/// <summary>What watches the services and tells people.</summary>
public sealed class MonitoringStack : Stack
{
    public MonitoringStack(Construct scope, StageContext context, ServicesStack services)
        : base(scope, "Monitoring", SystemStack.Props(context, "Monitoring", "SensorWatch: alarms and who hears of them"))
    {
        var topic = new AlarmTopic(this, "AlarmTopic", context);
        _ = new ServiceAlarms(this, "Alarms", services, topic);
    }
}
