using Amazon.CDK;
using Constructs;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Environments;

namespace SensorWatch.Infra.Stacks;

/// <summary>What must survive: the bus that everything is wired to, the data, and who is told.</summary>
public sealed class StateStack : Stack
{
    public StateStack(Construct scope, StageContext context)
        : base(scope, "State", SystemStack.Props(context, "State", "SensorWatch: event bus, archive, schemas, tables and uploads"))
    {
        TerminationProtection = context.Settings.DeletionProtection;
        Bus = new EventBus(this, "Bus", context);
        _ = new EventSchemas(this, "Schemas", context);
        Readings = new ReadingsTable(this, "Readings", context);
        Sensors = new SensorsTable(this, "Sensors", context);
        Alerts = new AlertsTable(this, "Alerts", context);
        Tokens = new TokensTable(this, "Tokens", context);
        Uploads = new UploadsBucket(this, "Uploads", context);
        Operators = new OperatorsTopic(this, "Operators", context);
        ExceptData(context.Settings);
    }

    public EventBus Bus { get; }

    public ReadingsTable Readings { get; }

    public SensorsTable Sensors { get; }

    public AlertsTable Alerts { get; }

    public TokensTable Tokens { get; }

    public UploadsBucket Uploads { get; }

    public OperatorsTopic Operators { get; }

    /// <summary>An environment whose data may go has no need of what keeps it.</summary>
    private void ExceptData(EnvironmentSettings settings)
    {
        if (settings.RemovalPolicy == RemovalPolicy.DESTROY)
        {
            this.ExceptAll("operations/data-retained", $"The data of {settings.Name} goes with its stacks (EnvironmentSettings.RemovalPolicy).");
        }

        if (!settings.DeletionProtection)
        {
            this.ExceptAll("operations/deletion-protection", $"The tables of {settings.Name} may be deleted at any time (EnvironmentSettings.DeletionProtection).");
        }

        if (!settings.PointInTimeRecovery)
        {
            this.ExceptAll("operations/point-in-time-recovery", $"{settings.Name} has no data worth a backup's price (EnvironmentSettings.PointInTimeRecovery).");
        }
    }
}
