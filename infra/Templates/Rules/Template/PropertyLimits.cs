namespace SensorWatch.Templates.Rules.Template;

/// <summary>
/// The bounds and words that designs depend on. Each is on the type's page of the template reference:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
/// </summary>
internal static class PropertyLimits
{
    private static readonly WordLimit Status = new("Enabled", "Disabled");
    private static readonly ArnLimit Arn = new();

    private static readonly Dictionary<string, PropertyLimit> Table = new()
    {
        ["AWS::SQS::Queue VisibilityTimeout"] = new NumberLimit(0, 43_200),
        ["AWS::SQS::Queue DelaySeconds"] = new NumberLimit(0, 900),
        ["AWS::SQS::Queue MessageRetentionPeriod"] = new NumberLimit(60, 1_209_600),
        ["AWS::SQS::Queue MaximumMessageSize"] = new NumberLimit(1_024, 1_048_576),
        ["AWS::SQS::Queue ReceiveMessageWaitTimeSeconds"] = new NumberLimit(0, 20),
        ["AWS::SQS::Queue KmsDataKeyReusePeriodSeconds"] = new NumberLimit(60, 86_400),

        ["AWS::Lambda::Function Timeout"] = new NumberLimit(1, 900),
        ["AWS::Lambda::Function MemorySize"] = new NumberLimit(128, 32_768),
        ["AWS::Lambda::Function EphemeralStorage.Size"] = new NumberLimit(512, 10_240),
        ["AWS::Lambda::Function ReservedConcurrentExecutions"] = new NumberLimit(0, int.MaxValue),
        ["AWS::Lambda::Function Architectures[]"] = new WordLimit("x86_64", "arm64"),
        ["AWS::Lambda::Function PackageType"] = new WordLimit("Zip", "Image"),
        ["AWS::Lambda::Function TracingConfig.Mode"] = new WordLimit("Active", "PassThrough"),
        ["AWS::Lambda::Function LoggingConfig.LogFormat"] = new WordLimit("JSON", "Text"),
        ["AWS::Lambda::Function LoggingConfig.ApplicationLogLevel"] = new WordLimit("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"),
        ["AWS::Lambda::Function LoggingConfig.SystemLogLevel"] = new WordLimit("DEBUG", "INFO", "WARN"),
        ["AWS::Lambda::Function Role"] = new ArnLimit("iam"),
        ["AWS::Lambda::Function DeadLetterConfig.TargetArn"] = Arn,

        ["AWS::Lambda::EventSourceMapping BatchSize"] = new NumberLimit(1, 10_000),
        ["AWS::Lambda::EventSourceMapping MaximumBatchingWindowInSeconds"] = new NumberLimit(0, 300),
        ["AWS::Lambda::EventSourceMapping ScalingConfig.MaximumConcurrency"] = new NumberLimit(2, 1_000),
        ["AWS::Lambda::EventSourceMapping ParallelizationFactor"] = new NumberLimit(1, 10),
        ["AWS::Lambda::EventSourceMapping MaximumRetryAttempts"] = new NumberLimit(0, 10_000, -1),
        ["AWS::Lambda::EventSourceMapping MaximumRecordAgeInSeconds"] = new NumberLimit(60, 604_800, -1),
        ["AWS::Lambda::EventSourceMapping TumblingWindowInSeconds"] = new NumberLimit(0, 900),
        ["AWS::Lambda::EventSourceMapping StartingPosition"] = new WordLimit("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"),
        ["AWS::Lambda::EventSourceMapping FunctionResponseTypes[]"] = new WordLimit("ReportBatchItemFailures"),
        ["AWS::Lambda::EventSourceMapping EventSourceArn"] = Arn,
        ["AWS::Lambda::EventSourceMapping DestinationConfig.OnFailure.Destination"] = Arn,
        ["AWS::Lambda::EventInvokeConfig MaximumRetryAttempts"] = new NumberLimit(0, 2),
        ["AWS::Lambda::EventInvokeConfig MaximumEventAgeInSeconds"] = new NumberLimit(60, 21_600),

        ["AWS::Events::Rule State"] = new WordLimit("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        ["AWS::Events::Rule Targets[].Arn"] = Arn,
        ["AWS::Events::Rule Targets[].RoleArn"] = new ArnLimit("iam"),
        ["AWS::Events::Rule Targets[].DeadLetterConfig.Arn"] = new ArnLimit("sqs"),
        ["AWS::Events::Rule Targets[].RetryPolicy.MaximumRetryAttempts"] = new NumberLimit(0, 185),
        ["AWS::Events::Rule Targets[].RetryPolicy.MaximumEventAgeInSeconds"] = new NumberLimit(60, 86_400),
        ["AWS::Events::Archive RetentionDays"] = new NumberLimit(0, int.MaxValue),
        ["AWS::Events::Archive SourceArn"] = new ArnLimit("events"),
        ["AWS::EventSchemas::Schema Type"] = new WordLimit("OpenApi3", "JSONSchemaDraft4"),

        ["AWS::DynamoDB::Table BillingMode"] = new WordLimit("PROVISIONED", "PAY_PER_REQUEST"),
        ["AWS::DynamoDB::Table KeySchema[].KeyType"] = new WordLimit("HASH", "RANGE"),
        ["AWS::DynamoDB::Table AttributeDefinitions[].AttributeType"] = new WordLimit("S", "N", "B"),
        ["AWS::DynamoDB::Table GlobalSecondaryIndexes[].KeySchema[].KeyType"] = new WordLimit("HASH", "RANGE"),
        ["AWS::DynamoDB::Table GlobalSecondaryIndexes[].Projection.ProjectionType"] = new WordLimit("ALL", "KEYS_ONLY", "INCLUDE"),
        ["AWS::DynamoDB::Table StreamSpecification.StreamViewType"] =
            new WordLimit("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"),
        ["AWS::DynamoDB::Table SSESpecification.SSEType"] = new WordLimit("KMS"),

        ["AWS::Logs::LogGroup RetentionInDays"] =
            new ChoiceLimit(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
        ["AWS::Logs::LogGroup LogGroupClass"] = new WordLimit("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),

        ["AWS::CloudWatch::Alarm ComparisonOperator"] = new WordLimit(
            "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
            "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"),
        ["AWS::CloudWatch::Alarm Statistic"] = new WordLimit("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
        ["AWS::CloudWatch::Alarm TreatMissingData"] = new WordLimit("breaching", "notBreaching", "ignore", "missing"),
        ["AWS::CloudWatch::Alarm AlarmActions[]"] = Arn,
        ["AWS::CloudWatch::Alarm OKActions[]"] = Arn,

        ["AWS::ApiGatewayV2::Api ProtocolType"] = new WordLimit("HTTP", "WEBSOCKET"),
        ["AWS::ApiGatewayV2::Integration IntegrationType"] = new WordLimit("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"),
        ["AWS::ApiGatewayV2::Integration PayloadFormatVersion"] = new WordLimit("1.0", "2.0"),
        ["AWS::ApiGatewayV2::Integration TimeoutInMillis"] = new NumberLimit(50, 30_000),
        ["AWS::ApiGatewayV2::Route AuthorizationType"] = new WordLimit("NONE", "AWS_IAM", "CUSTOM", "JWT"),
        ["AWS::ApiGatewayV2::Authorizer AuthorizerType"] = new WordLimit("REQUEST", "JWT"),
        ["AWS::ApiGatewayV2::Authorizer AuthorizerPayloadFormatVersion"] = new WordLimit("1.0", "2.0"),
        ["AWS::ApiGatewayV2::Authorizer AuthorizerResultTtlInSeconds"] = new NumberLimit(0, 3_600),

        ["AWS::S3::Bucket LifecycleConfiguration.Rules[].Status"] = Status,
        ["AWS::S3::Bucket VersioningConfiguration.Status"] = new WordLimit("Enabled", "Suspended"),
        ["AWS::S3::Bucket OwnershipControls.Rules[].ObjectOwnership"] =
            new WordLimit("ObjectWriter", "BucketOwnerPreferred", "BucketOwnerEnforced"),
        ["AWS::S3::Bucket BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.SSEAlgorithm"] =
            new WordLimit("AES256", "aws:kms", "aws:kms:dsse"),

        ["AWS::SNS::Subscription Protocol"] =
            new WordLimit("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"),
        ["AWS::SNS::Subscription TopicArn"] = new ArnLimit("sns"),
        ["AWS::Scheduler::Schedule State"] = new WordLimit("ENABLED", "DISABLED"),
        ["AWS::Scheduler::Schedule Target.Arn"] = Arn,
        ["AWS::Scheduler::Schedule Target.RoleArn"] = new ArnLimit("iam"),
        ["AWS::Scheduler::Schedule FlexibleTimeWindow.Mode"] = new WordLimit("OFF", "FLEXIBLE"),
        ["AWS::StepFunctions::StateMachine StateMachineType"] = new WordLimit("STANDARD", "EXPRESS"),
        ["AWS::StepFunctions::StateMachine RoleArn"] = new ArnLimit("iam"),
    };

    /// <summary>The limit of a property; null without one.</summary>
    /// <param name="type">CloudFormation's type.</param>
    /// <param name="path">Below <c>Properties</c>, <c>[]</c> for any index.</param>
    public static PropertyLimit? Of(string type, string path) => Table.GetValueOrDefault($"{type} {path}");
}
