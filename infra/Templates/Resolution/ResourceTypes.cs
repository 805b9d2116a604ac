namespace SensorWatch.Templates.Resolution;

/// <summary>
/// The table of resource types: explicit name, limits, <c>Ref</c>, <c>Fn::GetAtt</c>. Each row says what the type's page tells
/// under "Return values": https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
/// A type that is not here is fine as such: its <c>Ref</c> is a name, and only a <c>Fn::GetAtt</c> on it is an error.
/// </summary>
internal static class ResourceTypes
{
    private static readonly ResourceType Unknown = new();

    private static readonly Dictionary<string, ResourceType> Table = new()
    {
        ["AWS::Events::EventBus"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 256,
            Attributes =
            {
                ["Arn"] = r => r.Arn("events", $"event-bus/{r.Name}"),
                ["Name"] = r => r.Name,
            },
        },
        ["AWS::Events::Rule"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 64,
            Ref = r => BusOf(r) is "default" ? r.Name : $"{BusOf(r)}|{r.Name}",
            Attributes = { ["Arn"] = r => r.Arn("events", BusOf(r) is "default" ? $"rule/{r.Name}" : $"rule/{BusOf(r)}/{r.Name}") },
        },
        ["AWS::Events::Archive"] = new()
        {
            NameProperty = "ArchiveName",
            MaximumNameLength = 48,
            Attributes =
            {
                ["Arn"] = r => r.Arn("events", $"archive/{r.Name}"),
                ["ArchiveName"] = r => r.Name,
            },
        },
        ["AWS::Events::EventBusPolicy"] = new() { NameProperty = "StatementId", MaximumNameLength = 64 },

        ["AWS::SQS::Queue"] = new()
        {
            NameProperty = "QueueName",
            MaximumNameLength = 80,
            SuffixWhen = ("FifoQueue", ".fifo"),
            Ref = r => $"https://sqs.{r.Region}.{r.UrlSuffix}/{r.Account}/{r.Name}",
            Attributes =
            {
                ["Arn"] = r => r.Arn("sqs", r.Name),
                ["QueueName"] = r => r.Name,
                ["QueueUrl"] = r => r.Ref,
            },
        },
        ["AWS::SQS::QueuePolicy"] = new() { Attributes = { ["Id"] = r => r.Ref } },

        ["AWS::Lambda::Function"] = new()
        {
            NameProperty = "FunctionName",
            MaximumNameLength = 64,
            AssetProperty = "Code.S3Key",
            Attributes = { ["Arn"] = r => r.Arn("lambda", $"function:{r.Name}") },
        },
        ["AWS::Lambda::Version"] = new()
        {
            // Every deployment that changes the function publishes the next version; here there is one.
            Ref = r => $"{FunctionArnOf(r)}:1",
            Attributes =
            {
                ["FunctionArn"] = r => $"{FunctionArnOf(r)}:1",
                ["Version"] = _ => "1",
            },
        },
        ["AWS::Lambda::Alias"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 128,
            Ref = r => $"{FunctionArnOf(r)}:{r.Name}",
            Attributes = { ["AliasArn"] = r => r.Ref },
        },
        ["AWS::Lambda::EventSourceMapping"] = new()
        {
            Ref = r => r.Uuid,
            Attributes =
            {
                ["Id"] = r => r.Uuid,
                ["EventSourceMappingArn"] = r => r.Arn("lambda", $"event-source-mapping:{r.Uuid}"),
            },
        },
        ["AWS::Lambda::LayerVersion"] = new()
        {
            NameProperty = "LayerName",
            MaximumNameLength = 140,
            AssetProperty = "Content.S3Key",
            Ref = r => r.Arn("lambda", $"layer:{r.Name}:1"),
            Attributes = { ["LayerVersionArn"] = r => r.Ref },
        },
        ["AWS::Lambda::Url"] = new()
        {
            Ref = FunctionTarget,
            Attributes =
            {
                ["FunctionArn"] = FunctionTarget,
                ["FunctionUrl"] = r => $"https://{r.Id(32)}.lambda-url.{r.Region}.on.aws/",
            },
        },
        ["AWS::Lambda::Permission"] = new() { Attributes = { ["Id"] = r => r.Ref } },
        ["AWS::Lambda::EventInvokeConfig"] = new(),

        ["AWS::Kinesis::Stream"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 128,
            Attributes = { ["Arn"] = r => r.Arn("kinesis", $"stream/{r.Name}") },
        },

        ["AWS::DynamoDB::Table"] = new() { NameProperty = "TableName", Attributes = { ["Arn"] = TableArn, ["StreamArn"] = StreamArn } },
        ["AWS::DynamoDB::GlobalTable"] = new()
        {
            NameProperty = "TableName",
            Attributes =
            {
                ["Arn"] = TableArn,
                ["StreamArn"] = StreamArn,
                ["TableId"] = r => r.Uuid,
            },
        },

        ["AWS::ApiGatewayV2::Api"] = new()
        {
            Ref = r => r.Id(),
            Attributes =
            {
                ["ApiId"] = r => r.Ref,
                ["ApiEndpoint"] = r =>
                    $"{(r.Property("ProtocolType") is "WEBSOCKET" ? "wss" : "https")}://{r.Ref}.execute-api.{r.Region}.{r.UrlSuffix}",
            },
        },
        ["AWS::ApiGatewayV2::Stage"] = new() { NameProperty = "StageName", MaximumNameLength = 128 },
        ["AWS::ApiGatewayV2::Route"] = new() { Ref = r => r.Id(7), Attributes = { ["RouteId"] = r => r.Ref } },
        ["AWS::ApiGatewayV2::Integration"] = new() { Ref = r => r.Id(7), Attributes = { ["IntegrationId"] = r => r.Ref } },
        ["AWS::ApiGatewayV2::Authorizer"] = new() { Ref = r => r.Id(6), Attributes = { ["AuthorizerId"] = r => r.Ref } },
        ["AWS::ApiGatewayV2::Deployment"] = new() { Ref = r => r.Id(6), Attributes = { ["DeploymentId"] = r => r.Ref } },

        ["AWS::SNS::Topic"] = new()
        {
            NameProperty = "TopicName",
            MaximumNameLength = 256,
            SuffixWhen = ("FifoTopic", ".fifo"),
            Ref = r => r.Arn("sns", r.Name),
            Attributes =
            {
                ["TopicArn"] = r => r.Ref,
                ["TopicName"] = r => r.Name,
            },
        },
        ["AWS::SNS::Subscription"] = new()
        {
            Ref = r => $"{r.Property("TopicArn")}:{r.Uuid}",
            Attributes = { ["Arn"] = r => r.Ref },
        },
        ["AWS::SNS::TopicPolicy"] = new() { Attributes = { ["Id"] = r => r.Ref } },

        ["AWS::S3::Bucket"] = new()
        {
            NameProperty = "BucketName",
            MaximumNameLength = 63,
            LowerCase = true,
            Attributes =
            {
                ["Arn"] = r => $"arn:{r.Partition}:s3:::{r.Name}",
                ["DomainName"] = r => $"{r.Name}.s3.{r.UrlSuffix}",
                ["RegionalDomainName"] = r => $"{r.Name}.s3.{r.Region}.{r.UrlSuffix}",
                ["DualStackDomainName"] = r => $"{r.Name}.s3.dualstack.{r.Region}.{r.UrlSuffix}",
                ["WebsiteURL"] = r => $"http://{r.Name}.s3-website-{r.Region}.{r.UrlSuffix}",
            },
        },
        ["AWS::S3::BucketPolicy"] = new() { Ref = r => r.Property("Bucket") },

        ["AWS::IAM::Role"] = new()
        {
            NameProperty = "RoleName",
            MaximumNameLength = 64,
            Attributes =
            {
                ["Arn"] = r => r.GlobalArn("iam", $"role{r.Property("Path") ?? "/"}{r.Name}"),
                ["RoleId"] = r => $"AROA{r.Id(17).ToUpperInvariant()}",
            },
        },
        ["AWS::IAM::Policy"] = new() { NameProperty = "PolicyName", MaximumNameLength = 128, Attributes = { ["Id"] = r => r.Ref } },
        ["AWS::IAM::ManagedPolicy"] = new()
        {
            NameProperty = "ManagedPolicyName",
            MaximumNameLength = 128,
            Ref = r => r.GlobalArn("iam", $"policy{r.Property("Path") ?? "/"}{r.Name}"),
            Attributes =
            {
                ["PolicyArn"] = r => r.Ref,
                ["PolicyId"] = r => $"ANPA{r.Id(17).ToUpperInvariant()}",
            },
        },

        ["AWS::Logs::LogGroup"] = new()
        {
            NameProperty = "LogGroupName",
            MaximumNameLength = 512,
            Attributes = { ["Arn"] = r => r.Arn("logs", $"log-group:{r.Name}:*") },
        },
        ["AWS::CloudWatch::Alarm"] = new()
        {
            NameProperty = "AlarmName",
            Attributes = { ["Arn"] = r => r.Arn("cloudwatch", $"alarm:{r.Name}") },
        },
        ["AWS::CloudWatch::CompositeAlarm"] = new()
        {
            NameProperty = "AlarmName",
            Attributes = { ["Arn"] = r => r.Arn("cloudwatch", $"alarm:{r.Name}") },
        },
        ["AWS::CloudWatch::Dashboard"] = new() { NameProperty = "DashboardName" },

        ["AWS::KMS::Key"] = new()
        {
            Ref = r => r.Uuid,
            Attributes =
            {
                ["KeyId"] = r => r.Uuid,
                ["Arn"] = r => r.Arn("kms", $"key/{r.Uuid}"),
            },
        },
        ["AWS::KMS::Alias"] = new() { NameProperty = "AliasName" },
        ["AWS::SSM::Parameter"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 1011,
            Attributes =
            {
                ["Type"] = r => r.Property("Type"),
                ["Value"] = r => r.Property("Value"),
            },
        },
        ["AWS::SecretsManager::Secret"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 512,
            Ref = r => r.Arn("secretsmanager", $"secret:{r.Name}-{r.Id(6)}"),
            Attributes = { ["Id"] = r => r.Ref },
        },

        ["AWS::EventSchemas::Registry"] = new()
        {
            NameProperty = "RegistryName",
            MaximumNameLength = 64,
            Ref = r => r.Arn("schemas", $"registry/{r.Name}"),
            Attributes =
            {
                ["RegistryArn"] = r => r.Ref,
                ["RegistryName"] = r => r.Name,
            },
        },
        ["AWS::EventSchemas::Schema"] = new()
        {
            NameProperty = "SchemaName",
            MaximumNameLength = 385,
            Ref = r => r.Arn("schemas", $"schema/{r.Property("RegistryName")}/{r.Name}"),
            Attributes =
            {
                ["SchemaArn"] = r => r.Ref,
                ["SchemaName"] = r => r.Name,
                ["SchemaVersion"] = _ => "1",
            },
        },
        ["AWS::Scheduler::Schedule"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 64,
            Attributes = { ["Arn"] = r => r.Arn("scheduler", $"schedule/{r.Property("GroupName") ?? "default"}/{r.Name}") },
        },
        ["AWS::Scheduler::ScheduleGroup"] = new()
        {
            NameProperty = "Name",
            MaximumNameLength = 64,
            Attributes = { ["Arn"] = r => r.Arn("scheduler", $"schedule-group/{r.Name}") },
        },

        ["AWS::ApiGateway::RestApi"] = new()
        {
            Ref = r => r.Id(),
            Attributes =
            {
                ["RestApiId"] = r => r.Ref,
                ["RootResourceId"] = r => $"{r.Ref}root",
            },
        },
        ["AWS::StepFunctions::StateMachine"] = new()
        {
            NameProperty = "StateMachineName",
            MaximumNameLength = 80,
            Ref = r => r.Arn("states", $"stateMachine:{r.Name}"),
            Attributes =
            {
                ["Arn"] = r => r.Ref,
                ["Name"] = r => r.Name,
            },
        },

        ["AWS::CDK::Metadata"] = new(),
    };

    /// <summary>The type's row, or an empty one.</summary>
    public static ResourceType Find(string type) => Table.GetValueOrDefault(type) ?? Unknown;

    /// <summary>Whether the type has a row, so that its <c>Ref</c> is no guess.</summary>
    public static bool IsKnown(string type) => Table.ContainsKey(type);

    private static string TableArn(ResourceContext table) => table.Arn("dynamodb", $"table/{table.Name}");

    /// <summary>A stream's label is the time at which it was switched on; here it is the same for all.</summary>
    private static string? StreamArn(ResourceContext table) => table.Property("StreamSpecification.StreamViewType") is null
        ? null
        : $"{TableArn(table)}/stream/2024-01-01T00:00:00.000";

    /// <summary>A rule's bus, which its template gives by name or by ARN.</summary>
    private static string BusOf(ResourceContext rule) => rule.Property("EventBusName")?.Split('/')[^1] ?? "default";

    private static string? FunctionTarget(ResourceContext resource) => resource.Property("TargetFunctionArn");

    /// <summary>The function behind a version or alias, which its template gives by name or by ARN.</summary>
    private static string FunctionArnOf(ResourceContext resource) => resource.Property("FunctionName") switch
    {
        { } arn when arn.StartsWith("arn:", StringComparison.Ordinal) => arn,
        var name => resource.Arn("lambda", $"function:{name}"),
    };
}
