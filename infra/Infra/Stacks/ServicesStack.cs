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
        var api = HttpRoutes.Behind<Authorize>(this, "Api", context, state.Tokens.Read)
            .Route<ReceiveReadings>("POST /readings", state.Bus.Publish<ReadingsRecorded>())
            .Route<RegisterSensor>(RegisterSensor.Route, state.Sensors.Write)
            .Route<AcknowledgeAlert>(AcknowledgeAlert.Route, state.Alerts.Acknowledge)
            .Routes<Query>(Query.Routes, state.Readings.Read, state.Sensors.List, state.Alerts.Read);

        AddReadings(context, state);
        AddAlerts(context, state);
        AddNotifications(context, state, api);
    }

    private void AddReadings(StageContext context, StateStack state)
    {
        _ = new EventConsumer<StoreReadings>(this, context, state.Bus.When(On.Event<ReadingsRecorded>()), state.Readings.Write);

        _ = new EventConsumer<ImportReadings>(
            this, context, [state.Uploads.FilePut], ConsumerSize.Files,
            state.Uploads.Read, state.Uploads.WriteRejects, state.Sensors.Read,
            state.Bus.Publish<ReadingsRecorded>(), state.Bus.Publish<UploadImported>(), state.Bus.Publish<UploadRejected>());
    }

    private void AddAlerts(StageContext context, StateStack state)
    {
        var judged = On.Events(ReadingsRecorded.Contract, SensorRegistered.Contract, LimitsChanged.Contract);
        _ = new EventConsumer<CheckLimits>(this, context, state.Bus.When(judged), state.Sensors.Read, state.Alerts.Judge);

        _ = new EventConsumer<DetectSilence>(
            this, context, RuleTrigger.EveryMinutes(1), state.Sensors.Read, state.Alerts.Judge, state.Alerts.FindSilent);

        _ = new EventConsumer<RecordSystemAlert>(this, context, SystemAlarms.Changes(context), state.Alerts.Judge);

        _ = new StreamConsumer<PublishChanges>(
            this,
            context,
            [
                state.Sensors.Changes.Become(state.Bus.Publish<SensorRegistered>(), state.Bus.Publish<LimitsChanged>()),
                state.Alerts.Changes.Become(
                    state.Bus.Publish<AlertOpened>(), state.Bus.Publish<AlertAcknowledged>(), state.Bus.Publish<AlertResolved>()),
            ]);
    }

    private void AddNotifications(StageContext context, StateStack state, HttpRoutes api)
    {
        var critical = On.Event<AlertOpened>().Where(e => e.Alert.Severity == Severity.Critical);
        IReadOnlyList<Access> webhook = context.Settings.NotificationWebhook is { } address
            ? [Access.ToKnow(NotifyOperators.WebhookUrl, address)]
            : [];
        _ = new EventConsumer<NotifyOperators>(
            this, context, [state.Bus.When(critical), state.Bus.When(On.Event<UploadRejected>())], ConsumerSize.Calls,
            [state.Alerts.MarkNotified, state.Operators.Notify, Access.ToKnow(NotifyOperators.ApiUrl, api.Endpoint), .. webhook]);
    }
}
