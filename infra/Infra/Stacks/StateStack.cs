using Amazon.CDK;
using Constructs;
using SensorWatch.Infra.Constructs;

namespace SensorWatch.Infra.Stacks;

/// <summary>What must survive: the bus that everything is wired to, and the data.</summary>
public sealed class StateStack : Stack
{
    public StateStack(Construct scope, StageContext context)
        : base(scope, "State", SystemStack.Props(context, "State", "SensorWatch: event bus and tables"))
    {
        TerminationProtection = context.Settings.DeletionProtection;
        Bus = new EventBus(this, "Bus", context);
        Readings = new ReadingsTable(this, "Readings", context);
    }

    public EventBus Bus { get; }

    public ReadingsTable Readings { get; }
}
