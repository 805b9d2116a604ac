using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Constructs;
using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Imports;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Where files of readings are put. It tells EventBridge's default bus of each, by its own configuration: the higher
/// construct's option would do it through a function of CDK's, in Python, with rights on every bucket.
/// CloudFormation deletes a bucket only when it is empty, whatever the environment's removal policy.
/// </summary>
public sealed class UploadsBucket : Construct
{
    /// <summary>Files that are imported; others may lie beside them.</summary>
    public const string FileSuffix = ".csv";

    /// <summary>Parts of an upload that nobody completes cost as much as objects do, and no list shows them.</summary>
    private const int AbortIncompleteAfterDays = 1;

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html</summary>
    private const string NoAccessLogs =
        "Nobody outside the account can reach it, and each upload is an event and an import's log line. Server access logs come "
        + "hours later, some never, into a second bucket. Who has to prove each access turns on CloudTrail's data events.";

    private readonly CfnBucket _bucket;

    public UploadsBucket(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _bucket = new CfnBucket(this, "Resource", new CfnBucketProps
        {
            BucketEncryption = new CfnBucket.BucketEncryptionProperty
            {
                ServerSideEncryptionConfiguration = new[]
                {
                    new CfnBucket.ServerSideEncryptionRuleProperty
                    {
                        ServerSideEncryptionByDefault = new CfnBucket.ServerSideEncryptionByDefaultProperty { SseAlgorithm = "AES256" },
                    },
                },
            },
            PublicAccessBlockConfiguration = new CfnBucket.PublicAccessBlockConfigurationProperty
            {
                BlockPublicAcls = true,
                BlockPublicPolicy = true,
                IgnorePublicAcls = true,
                RestrictPublicBuckets = true,
            },
            OwnershipControls = new CfnBucket.OwnershipControlsProperty
            {
                Rules = new[] { new CfnBucket.OwnershipControlsRuleProperty { ObjectOwnership = "BucketOwnerEnforced" } },
            },
            NotificationConfiguration = new CfnBucket.NotificationConfigurationProperty
            {
                EventBridgeConfiguration = new CfnBucket.EventBridgeConfigurationProperty { EventBridgeEnabled = true },
            },
            LifecycleConfiguration = new CfnBucket.LifecycleConfigurationProperty
            {
                Rules = new[]
                {
                    new CfnBucket.RuleProperty
                    {
                        Id = "AbortIncompleteUploads",
                        Status = "Enabled",
                        AbortIncompleteMultipartUpload = new CfnBucket.AbortIncompleteMultipartUploadProperty
                        {
                            DaysAfterInitiation = AbortIncompleteAfterDays,
                        },
                    },
                },
            },
        });
        _bucket.ApplyRemovalPolicy(context.Settings.RemovalPolicy);
        _bucket.Acknowledge("AwsSolutions-S1", NoAccessLogs);
        RefusePlainHttp();
        _ = new CfnOutput(this, "Name", new CfnOutputProps { Value = _bucket.Ref, Description = "Name of the bucket that CSV files are put into" });
    }

    /// <summary>Files to import that were put here. The lists of rejected rows, which lie beside them, end otherwise.</summary>
    public RuleTrigger FilePut => RuleTrigger.OnDefaultBus(On.AwsEvent<ObjectCreated>().Where(e =>
        e.Bucket.Name == _bucket.Ref && e.Object.Key.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// May read uploads. It may list them too, because S3 calls a missing object forbidden (403) to whoever may not:
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    /// </summary>
    public Access Read => new()
    {
        Statements =
        [
            new("ReadUploads", ["s3:GetObject"], [$"{_bucket.AttrArn}/*"])
            {
                WildcardReason = "Who puts a file chooses its key, and every file is to be imported.",
            },
            new("SeeMissingUploads", ["s3:ListBucket"], [_bucket.AttrArn]),
        ],
    };

    /// <summary>May write lists of rejected rows, in one piece or in parts, and nothing else.</summary>
    public Access WriteRejects =>
        new AccessStatement("WriteRejects", ["s3:PutObject", "s3:AbortMultipartUpload"], [$"{_bucket.AttrArn}/*{Upload.RejectsSuffix}"])
        {
            WildcardReason = "A list of rejected rows lies beside its file, whose key can be any. Only keys with the lists' ending are allowed.",
        }.ToAccess();

    private void RefusePlainHttp() => _ = new CfnBucketPolicy(this, "Policy", new CfnBucketPolicyProps
    {
        Bucket = _bucket.Ref,
        PolicyDocument = new PolicyDocument(new PolicyDocumentProps
        {
            Statements =
            [
                new PolicyStatement(new PolicyStatementProps
                {
                    Sid = "RefusePlainHttp",
                    Effect = Effect.DENY,
                    Principals = [new AnyPrincipal()],
                    Actions = ["s3:*"],
                    Resources = [_bucket.AttrArn, $"{_bucket.AttrArn}/*"],
                    Conditions = new Dictionary<string, object>
                    {
                        ["Bool"] = new Dictionary<string, object> { ["aws:SecureTransport"] = "false" },
                    },
                }),
            ],
        }),
    });
}
