using Amazon.CDK;
using Constructs;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Stacks;

/// <summary>What works: routes, consumers and their functions. All of it can be deleted and deployed again without loss.</summary>
public sealed class ServicesStack : Stack
{
    public ServicesStack(Construct scope, StageContext context, StateStack state)
        : base(scope, "Services", SystemStack.Props(context, "Services", "SensorWatch: HTTP API, queues and functions"))
    {
        _ = new HttpRoutes(this, "Api", context)
            .Route<ReceiveReadings>("POST /readings", state.Bus.Publish<ReadingsRecorded>())
            .Route<Query>("GET /sensors/{id}/readings", state.Readings.Read);

        _ = new EventConsumer<StoreReadings>(this, context, state.Bus, On.Event<ReadingsRecorded>(), state.Readings.Write);
    }
}
