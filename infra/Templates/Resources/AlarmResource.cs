using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::CloudWatch::Alarm</c>, as far as it is on one metric.</summary>
public sealed record AlarmResource
{
    public const string Type = "AWS::CloudWatch::Alarm";

    private static readonly PropertySet DimensionProperties = new();
    private static readonly Property<string> DimensionNameProperty = DimensionProperties.Text("Name");
    private static readonly Property<string> DimensionValueProperty = DimensionProperties.Text("Value");

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("AlarmName");
    private static readonly Property<string> DescriptionProperty = Properties.Text("AlarmDescription");
    private static readonly Property<bool> ActionsEnabledProperty = Properties.Boolean("ActionsEnabled");
    private static readonly Property<IReadOnlyList<string>> AlarmActionsProperty = Properties.Texts("AlarmActions");
    private static readonly Property<IReadOnlyList<string>> OkActionsProperty = Properties.Texts("OKActions");
    private static readonly Property<IReadOnlyList<string>> InsufficientDataActionsProperty = Properties.Texts("InsufficientDataActions");
    private static readonly Property<string> NamespaceProperty = Properties.Text("Namespace");
    private static readonly Property<string> MetricNameProperty = Properties.Text("MetricName");
    private static readonly Property<IReadOnlyList<PropertySource>> DimensionsProperty = Properties.List("Dimensions", DimensionProperties);
    private static readonly Property<string> StatisticProperty = Properties.Text("Statistic");
    private static readonly Property<int> PeriodProperty = Properties.Integer("Period");
    private static readonly Property<int> EvaluationPeriodsProperty = Properties.Integer("EvaluationPeriods");
    private static readonly Property<int> DatapointsToAlarmProperty = Properties.Integer("DatapointsToAlarm");
    private static readonly Property<double> ThresholdProperty = Properties.Number("Threshold");
    private static readonly Property<string> ComparisonOperatorProperty = Properties.Text("ComparisonOperator");
    private static readonly Property<string> TreatMissingDataProperty = Properties.Text("TreatMissingData");

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    public bool ActionsEnabled { get; init; } = true;

    /// <summary>ARNs of what is told when the state becomes <c>ALARM</c>.</summary>
    public IReadOnlyList<string> AlarmActions { get; init; } = [];

    /// <summary>ARNs of what is told when the state becomes <c>OK</c>.</summary>
    public IReadOnlyList<string> OkActions { get; init; } = [];

    /// <summary>ARNs of what is told when the state becomes <c>INSUFFICIENT_DATA</c>.</summary>
    public IReadOnlyList<string> InsufficientDataActions { get; init; } = [];

    /// <summary><c>AWS/SQS</c>; null for an alarm on an expression.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>ApproximateNumberOfMessagesVisible</c>; null for an alarm on an expression.</summary>
    public string? MetricName { get; init; }

    public IReadOnlyDictionary<string, string> Dimensions { get; init; } = new Dictionary<string, string>();

    /// <summary><c>Sum</c>, <c>Maximum</c> and so on; null for a percentile or an expression.</summary>
    public string? Statistic { get; init; }

    /// <summary>In seconds; null for an alarm on an expression.</summary>
    public int? PeriodSeconds { get; init; }

    public required int EvaluationPeriods { get; init; }

    /// <summary>How many of the <see cref="EvaluationPeriods"/> must breach.</summary>
    public required int DatapointsToAlarm { get; init; }

    /// <summary>Null for an alarm on an anomaly.</summary>
    public double? Threshold { get; init; }

    /// <summary><c>GreaterThanThreshold</c> and so on.</summary>
    public required string ComparisonOperator { get; init; }

    /// <summary><c>missing</c>, <c>ignore</c>, <c>breaching</c> or <c>notBreaching</c>.</summary>
    public string TreatMissingData { get; init; } = "missing";

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static AlarmResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var evaluationPeriods = EvaluationPeriodsProperty.Read(resource);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),
            Description = DescriptionProperty.ReadOrNull(resource),
            ActionsEnabled = ActionsEnabledProperty.Read(resource, true),
            AlarmActions = AlarmActionsProperty.Read(resource, []),
            OkActions = OkActionsProperty.Read(resource, []),
            InsufficientDataActions = InsufficientDataActionsProperty.Read(resource, []),
            Namespace = NamespaceProperty.ReadOrNull(resource),
            MetricName = MetricNameProperty.ReadOrNull(resource),
            Dimensions = DimensionsProperty.Read(resource, []).ToDictionary(d => DimensionNameProperty.Read(d), d => DimensionValueProperty.Read(d)),
            Statistic = StatisticProperty.ReadOrNull(resource),
            PeriodSeconds = PeriodProperty.ReadOrNull(resource),
            EvaluationPeriods = evaluationPeriods,
            DatapointsToAlarm = DatapointsToAlarmProperty.Read(resource, evaluationPeriods),
            Threshold = ThresholdProperty.ReadOrNull(resource),
            ComparisonOperator = ComparisonOperatorProperty.Read(resource),
            TreatMissingData = TreatMissingDataProperty.Read(resource, "missing"),
        };
    }
}
