using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>What the local run makes of a resource type or a property.</summary>
internal enum Support
{
    /// <summary>It is run, with every property that its typed record reads.</summary>
    Run,

    /// <summary>It is left out, and what runs behaves the same without it.</summary>
    Ignored,

    /// <summary>The system would behave differently without it: the local run doesn't start.</summary>
    Refused,
}

/// <summary>A row of the table.</summary>
/// <param name="Support">What is made of the type.</param>
/// <param name="Reason">Why it is ignored or refused; of a type that is run, what runs it.</param>
internal sealed record TypeSupport(Support Support, string Reason)
{
    /// <summary>
    /// Properties of a type that is run which can be left out, and why; with them go all below. Any other property that
    /// the type's record doesn't read is refused.
    /// </summary>
    public IReadOnlyDictionary<string, string> IgnoredProperties { get; init; } = new Dictionary<string, string>();
}

/// <summary>The resource types and properties that the local run knows. What is not here is refused.</summary>
internal static class SupportedResources
{
    private const string Text = "only people read it";
    private const string Access = "whom it lets in or keeps out is no part of the local run";
    private const string Policies = "what functions may do is checked by it";
    private const string ServicePolicies = "what EventBridge may do is checked by it";
    private const string Encryption = "data stays on this machine, as safe as the disk is";
    private const string Cost = "it changes cost or capacity, not behaviour";
    private const string NotMeasured = "an alarm with it is not evaluated, which is said when the local run starts";
    private const string Observation = "logs go to the terminal; nothing is traced or measured";

    public static IReadOnlyDictionary<string, TypeSupport> Types { get; } = new Dictionary<string, TypeSupport>
    {
        [FunctionResource.Type] = Run("its processes", new()
        {
            ["Description"] = Text,
            ["Tags"] = Text,
            ["Role"] = Policies,
            ["KmsKeyArn"] = Encryption,
            ["CodeSigningConfigArn"] = Access,
            ["EphemeralStorage"] = "the disk of this machine is not limited",
            ["TracingConfig"] = Observation,
            ["RecursiveLoop"] = "loops are not stopped here",
            ["VpcConfig"] = "a process has this machine's network",
        }),
        [EventSourceMappingResource.Type] = Run("its pollers", new() { ["Tags"] = Text, ["KmsKeyArn"] = Encryption, ["MetricsConfig"] = Observation }),
        [EventInvokeConfigResource.Type] = Run("its asynchronous invocations"),
        [FunctionPermissionResource.Type] = Run("EventBridge, SNS and the HTTP API, which may invoke only where a policy lets them"),
        [LogGroupResource.Type] = Run("CloudWatch Logs", new()
        {
            ["DataProtectionPolicy"] = Access,
            ["DeletionProtectionEnabled"] = "nothing deletes a log group here",
            ["FieldIndexPolicies"] = Cost,
            ["KmsKeyId"] = Encryption,
            ["LogGroupClass"] = Cost,
            ["ResourcePolicyDocument"] = ServicePolicies,
            ["Tags"] = Text,
        }),
        [QueueResource.Type] = Run("SQS", new()
        {
            ["Tags"] = Text,
            ["SqsManagedSseEnabled"] = Encryption,
            ["KmsMasterKeyId"] = Encryption,
            ["KmsDataKeyReusePeriodSeconds"] = Encryption,
        }),
        [QueuePolicyResource.Type] = Run("EventBridge, which may send only where a policy lets it"),
        [EventBusResource.Type] = Run("EventBridge", new()
        {
            ["Description"] = Text,
            ["Tags"] = Text,
            ["Policy"] = Policies,
            ["KmsKeyIdentifier"] = Encryption,
            ["LogConfig"] = Observation,
        }),
        [RuleResource.Type] = Run("EventBridge", new()
        {
            ["Description"] = Text,
            ["Tags"] = Text,
            ["RoleArn"] = Access,
            ["Targets[].RoleArn"] = Access,
        }),
        [ArchiveResource.Type] = Run("EventBridge", new() { ["KmsKeyIdentifier"] = Encryption }),
        [ScheduleResource.Type] = Run("EventBridge Scheduler", new()
        {
            ["Description"] = Text,
            ["KmsKeyArn"] = Encryption,
        }),
        ["AWS::Scheduler::ScheduleGroup"] = Ignored("the schedules in it run without it"),
        [BucketResource.Type] = Run("S3", new()
        {
            ["AccessControl"] = Access,
            ["BucketEncryption"] = Encryption,
            ["IntelligentTieringConfigurations"] = Cost,
            ["LifecycleConfiguration"] = "objects stay until something deletes them",
            ["LoggingConfiguration"] = Observation,
            ["MetricsConfigurations"] = Observation,
            ["OwnershipControls"] = Access,
            ["PublicAccessBlockConfiguration"] = Access,
            ["Tags"] = Text,
        }),
        [TableResource.Type] = Run("DynamoDB", Table()),
        [TableResource.GlobalType] = Run("DynamoDB", new(Table())
        {
            ["Replicas"] = "there is one region here",
            ["WriteOnDemandThroughputSettings"] = Cost,
            ["WriteProvisionedThroughputSettings"] = Cost,
            ["GlobalSecondaryIndexes[].WriteOnDemandThroughputSettings"] = Cost,
            ["GlobalSecondaryIndexes[].WriteProvisionedThroughputSettings"] = Cost,
        }),
        [HttpApiResource.Type] = Run("the HTTP API", new() { ["Description"] = Text, ["Tags"] = Text, ["Version"] = Text }),
        [HttpApiStageResource.Type] = Run("the HTTP API", new()
        {
            ["Description"] = Text,
            ["Tags"] = Text,
            ["AutoDeploy"] = "the template's routes are always live",
            ["DeploymentId"] = "the template's routes are always live",
            ["AccessLogSettings"] = Observation,
            ["DefaultRouteSettings.DataTraceEnabled"] = Observation,
            ["DefaultRouteSettings.DetailedMetricsEnabled"] = Observation,
            ["DefaultRouteSettings.LoggingLevel"] = Observation,
        }),
        [HttpApiRouteResource.Type] = Run("the HTTP API", new()
        {
            ["OperationName"] = Text,
        }),
        [HttpApiIntegrationResource.Type] = Run("the HTTP API", new()
        {
            ["Description"] = Text,
            ["IntegrationMethod"] = "a function is always invoked with POST",
        }),
        [HttpApiAuthorizerResource.Type] = Run("the HTTP API"),
        [TopicResource.Type] = Run("SNS", new()
        {
            ["Tags"] = Text,
            ["KmsMasterKeyId"] = Encryption,
            ["SignatureVersion"] = "messages are not signed here",
            ["TracingConfig"] = Observation,
            ["DeliveryStatusLogging"] = Observation,
        }),
        [SubscriptionResource.Type] = Run("SNS", new() { ["Region"] = "there is one region here" }),
        [AlarmResource.Type] = Run("CloudWatch, which says of each alarm that it can't evaluate why", new()
        {
            ["Tags"] = Text,
            ["EvaluateLowSampleCountPercentile"] = NotMeasured,
            ["ExtendedStatistic"] = NotMeasured,
            ["Metrics"] = NotMeasured,
            ["ThresholdMetricId"] = NotMeasured,
            ["Unit"] = "each metric that is measured here has one unit",
        }),
        ["AWS::ApiGatewayV2::Deployment"] = Ignored("the template's routes are always live"),
        ["AWS::CDK::Metadata"] = Ignored(Text),
        ["AWS::CloudWatch::CompositeAlarm"] = Ignored(Observation),
        ["AWS::CloudWatch::Dashboard"] = Ignored(Observation),
        ["AWS::Events::EventBusPolicy"] = Ignored(Policies),
        ["AWS::EventSchemas::Registry"] = Ignored(Text),
        ["AWS::EventSchemas::Schema"] = Ignored(Text),
        ["AWS::IAM::ManagedPolicy"] = Ignored(Policies),
        ["AWS::IAM::Policy"] = Ignored(Policies),
        ["AWS::IAM::Role"] = Ignored(Policies),
        ["AWS::KMS::Alias"] = Ignored(Encryption),
        ["AWS::KMS::Key"] = Ignored(Encryption),
        ["AWS::Logs::ResourcePolicy"] = Ignored(ServicePolicies),
        ["AWS::S3::BucketPolicy"] = Ignored(Policies),
        ["AWS::SNS::TopicInlinePolicy"] = Ignored(Policies),
        ["AWS::SNS::TopicPolicy"] = Ignored(Policies),
        ["AWS::Lambda::Alias"] = Refused("only $LATEST of a function runs"),
        ["AWS::Lambda::LayerVersion"] = Refused("a function has its own package only"),
        ["AWS::Lambda::Url"] = Refused("functions are reached through an HTTP API or Invoke"),
        ["AWS::Lambda::Version"] = Refused("only $LATEST of a function runs"),
    };

    /// <summary>What is made of a type, and why.</summary>
    public static TypeSupport Of(string type) => Types.TryGetValue(type, out var support)
        ? support
        : Refused(type.StartsWith("Custom::", StringComparison.Ordinal) || type == "AWS::CloudFormation::CustomResource"
            ? "custom resources run code while they are deployed, and nothing is deployed here"
            : "this resource type is not known here");

    private static TypeSupport Run(string by, Dictionary<string, string>? ignoredProperties = null) =>
        new(Support.Run, by) { IgnoredProperties = ignoredProperties ?? [] };

    private static TypeSupport Ignored(string reason) => new(Support.Ignored, reason);

    private static TypeSupport Refused(string reason) => new(Support.Refused, reason);

    private static Dictionary<string, string> Table() => new()
    {
        ["BillingMode"] = Cost,
        ["ContributorInsightsSpecification"] = Observation,
        ["DeletionProtectionEnabled"] = "nothing deletes a table here",
        ["GlobalSecondaryIndexes[].ContributorInsightsSpecification"] = Observation,
        ["GlobalSecondaryIndexes[].OnDemandThroughput"] = Cost,
        ["GlobalSecondaryIndexes[].ProvisionedThroughput"] = Cost,
        ["OnDemandThroughput"] = Cost,
        ["PointInTimeRecoverySpecification"] = "copy the data folder to keep a state",
        ["ProvisionedThroughput"] = Cost,
        ["ResourcePolicy"] = Policies,
        ["SSESpecification"] = Encryption,
        ["TableClass"] = Cost,
        ["Tags"] = Text,
    };
}
