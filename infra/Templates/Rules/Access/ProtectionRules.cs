using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>How data is protected on its way and where it lies.</summary>
internal static class ProtectionRules
{
    private const string S3Practices = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html";

    private static readonly string[] Blocks = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

    private static readonly string[] PublicAcls = ["PublicRead", "PublicReadWrite", "AuthenticatedRead"];

    public static IReadOnlyList<DesignRule> All { get; } =
    [
        TlsOnly("queue", QueueResource.Type, "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"),
        TlsOnly("topic", TopicResource.Type, "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"),
        TlsOnly("bucket", BucketResource.Type, S3Practices),
        new()
        {
            Id = "access/encrypted-at-rest",
            Sentence = "What a queue or stream holds is encrypted.",
            Mend = "Let the service encrypt it: SqsManagedSseEnabled true, or StreamEncryption.",
            Source = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
            Check = context => context.Deployment.Resources.Where(IsPlain).Select(resource => new Finding(resource, "What it holds is not encrypted.")),
        },
        new()
        {
            Id = "access/bucket-public-access-blocked",
            Sentence = "A bucket blocks public access, as it does when its template doesn't speak of it.",
            Mend = "Set all four of PublicAccessBlockConfiguration to true, or take it and AccessControl out.",
            Source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
            Check = context => from bucket in context.Deployment.OfType(BucketResource.Type)
                               let fault = PublicAccess(bucket)
                               where fault is not null
                               select new Finding(bucket, fault),
        },
    ];

    private static DesignRule TlsOnly(string kind, string type, string source) => new()
    {
        Id = $"access/{kind}-tls-only",
        Sentence = $"A {kind} refuses requests without TLS.",
        Mend = "Deny everybody (Principal *) where aws:SecureTransport is false (the CDK's enforceSSL).",
        Source = source,
        Check = context => from resource in context.Deployment.OfType(type)
                           let arn = Code.NeededResource.ArnOf(resource)
                           where arn is not null && !RefusesPlainHttp(context, arn)
                           select new Finding(resource, "It takes requests without TLS: no policy of it denies them."),
    };

    /// <summary>A policy that couldn't be read, or whose resource couldn't be resolved, may be the one.</summary>
    private static bool RefusesPlainHttp(DesignContext context, string arn) =>
        context.Policies.OnResources[arn].Any(policy => policy.Fault is not null || policy.Document.Statements.Any(RefusesPlainHttp))
        || context.Policies.All.Any(policy => policy.Kind == PolicyKind.Resource && policy.AttachedTo.Any(on => on.IsUnresolved()) && policy.Document.Statements.Any(RefusesPlainHttp));

    private static bool RefusesPlainHttp(PolicyStatement statement) =>
        statement is { Effect: PolicyEffect.Deny, Principal: { IsNegated: false } principal }
        && principal.Principals.Any(one => one.Kind == PrincipalKind.Any)
        && statement.Conditions.Any(condition => condition.IsOn("aws:SecureTransport") && condition.Values.Contains("false", StringComparer.OrdinalIgnoreCase));

    /// <summary>SQS encrypts unless it is told not to; Kinesis does when it is told to. The other services always do.</summary>
    private static bool IsPlain(Resource resource) => resource.Type switch
    {
        QueueResource.Type => IsFalse(resource.Text("SqsManagedSseEnabled")) && resource.Text("KmsMasterKeyId") is null,
        "AWS::Kinesis::Stream" => resource.Node("StreamEncryption") is null,
        _ => false,
    };

    /// <summary>
    /// Whoever sets one of the four leaves the others off; new buckets have all four on.
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-overview.html
    /// </summary>
    private static string? PublicAccess(Resource bucket)
    {
        if (bucket.Text("AccessControl") is { } acl && PublicAcls.Contains(acl))
        {
            return $"AccessControl {acl} opens it to the public.";
        }

        if (bucket.Node("PublicAccessBlockConfiguration") is null)
        {
            return null;
        }

        var off = Blocks.Where(block => bucket.Text($"PublicAccessBlockConfiguration.{block}") is null or "false" or "False").ToList();
        return off.Count == 0 ? null : $"{string.Join(", ", off)} {(off.Count == 1 ? "is" : "are")} off.";
    }

    private static bool IsFalse(string? text) => string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
}
