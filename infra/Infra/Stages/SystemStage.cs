using Amazon.CDK;
using Constructs;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Stacks;

namespace SensorWatch.Infra.Stages;

/// <summary>The whole system in one environment: <c>cdk deploy "Dev/*"</c>.</summary>
public sealed class SystemStage : Stage
{
    public SystemStage(Construct scope, StageContext context, DeploymentTarget target)
        : base(scope, context.Settings.StageId, new StageProps
        {
            Env = new Amazon.CDK.Environment { Account = target.Account, Region = target.Region },
        })
    {
        var state = new StateStack(this, context);
        var services = new ServicesStack(this, context, state);
        _ = new MonitoringStack(this, context, services);
    }
}
