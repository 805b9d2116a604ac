namespace SensorWatch.Templates.Tests.Rules.Access;

public sealed class ProtectionRuleTests
{
    [Theory]
    [InlineData("AWS::SQS::Queue", "queue")]
    [InlineData("AWS::SNS::Topic", "topic")]
    [InlineData("AWS::S3::Bucket", "bucket")]
    public void Requests_without_TLS_are_taken(string type, string kind) => Reviewed.By("access/", AccessResources.Resource("It", type, ""))
        .ShouldBe([$"access/{kind}-tls-only It: It takes requests without TLS: no policy of it denies them."]);

    [Theory]
    [InlineData("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "\"Queues\": [{ \"Ref\": \"It\" }]")]
    [InlineData("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "\"Topics\": [{ \"Ref\": \"It\" }]")]
    [InlineData("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "\"Bucket\": { \"Ref\": \"It\" }")]
    [InlineData("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "\"Queues\": [{ \"Fn::ImportValue\": \"unknown\" }]")]
    public void Requests_without_TLS_are_refused(string type, string policyType, string on) =>
        Reviewed.By("access/", $"{AccessResources.Resource("It", type, "")}, {Policy(policyType, on, "Deny", "false")}").ShouldBeEmpty();

    [Theory]
    [InlineData("Deny", "true")]
    [InlineData("Allow", "false")]
    public void Another_statement_about_TLS_refuses_nothing(string effect, string value) =>
        Reviewed.By("access/queue", $"{AccessResources.Resource("It", "AWS::SQS::Queue", "")}, {Policy("AWS::SQS::QueuePolicy", "\"Queues\": [{ \"Ref\": \"It\" }]", effect, value)}")
            .ShouldHaveSingleItem().ShouldStartWith("access/queue-tls-only It");

    [Theory]
    [InlineData("AWS::SQS::Queue", "\"SqsManagedSseEnabled\": false", true)]
    [InlineData("AWS::SQS::Queue", "\"SqsManagedSseEnabled\": true", false)]
    [InlineData("AWS::SQS::Queue", "\"SqsManagedSseEnabled\": false, \"KmsMasterKeyId\": \"alias/aws/sqs\"", false)]
    [InlineData("AWS::SQS::Queue", "", false)]
    [InlineData("AWS::Kinesis::Stream", "", true)]
    [InlineData("AWS::Kinesis::Stream", "\"StreamEncryption\": { \"EncryptionType\": \"KMS\", \"KeyId\": \"alias/aws/kinesis\" }", false)]
    public void What_is_held_is_encrypted(string type, string properties, bool plain) => Reviewed.By("access/encrypted", AccessResources.Resource("It", type, properties))
        .ShouldBe(plain ? ["access/encrypted-at-rest It: What it holds is not encrypted."] : []);

    [Theory]
    [InlineData("\"PublicAccessBlockConfiguration\": { \"BlockPublicAcls\": true, \"BlockPublicPolicy\": true, \"IgnorePublicAcls\": true, \"RestrictPublicBuckets\": true }", null)]
    [InlineData("", null)]
    [InlineData("\"AccessControl\": \"LogDeliveryWrite\"", null)]
    [InlineData("\"PublicAccessBlockConfiguration\": { \"BlockPublicAcls\": true, \"BlockPublicPolicy\": false, \"IgnorePublicAcls\": \"true\" }", "BlockPublicPolicy, RestrictPublicBuckets are off.")]
    [InlineData("\"AccessControl\": \"PublicRead\"", "AccessControl PublicRead opens it to the public.")]
    public void A_bucket_blocks_public_access(string properties, string? fault) => Reviewed.By("access/bucket-public", AccessResources.Resource("It", "AWS::S3::Bucket", properties))
        .ShouldBe(fault is null ? [] : [$"access/bucket-public-access-blocked It: {fault}"]);

    private static string Policy(string type, string on, string effect, string value) => AccessResources.Resource("Policy", type, $$"""
        {{on}}, "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
          "Effect": "{{effect}}", "Principal": { "AWS": "*" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "{{value}}" } }
        }] }
        """);
}
