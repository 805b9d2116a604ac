using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Access;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Tests.Access;

/// <summary>A function <c>Work</c> with a role of given policies, and one of each resource that it may call.</summary>
internal sealed class AccessFixture
{
    public const string Session = "arn:aws:sts::111122223333:assumed-role/WorkRole/Work";

    /// <param name="statements">Of the role's policy.</param>
    public AccessFixture(params string[] statements)
        : this(statements, [])
    {
    }

    /// <param name="statements">Of the role's policy.</param>
    /// <param name="onQueue">Of the queue's policy.</param>
    /// <param name="role">The function's role.</param>
    /// <param name="managed">ARN of a managed policy that the role has.</param>
    public AccessFixture(IEnumerable<string> statements, IEnumerable<string> onQueue, string role = """{ "Fn::GetAtt": ["Role", "Arn"] }""", string? managed = null)
    {
        Deployment = Resolve($$"""
            {
              "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                  "RoleName": "WorkRole", "AssumeRolePolicyDocument": {},
                  "ManagedPolicyArns": [{{(managed is null ? "" : $"\"{managed}\"")}}],
                  "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{string.Join(',', statements)}}] } } ]
                }
              },
              "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                  "FunctionName": "Work", "Runtime": "provided.al2023", "Handler": "h", "Role": {{role}}, "Code": { "S3Bucket": "b", "S3Key": "k" }
                }
              },
              "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "jobs" } },
              "Policy": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": { "Queues": [ { "Ref": "Queue" } ], "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{string.Join(',', onQueue)}}] } }
              },
              "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "app" } },
              "Table": {
                "Type": "AWS::DynamoDB::Table",
                "Properties": {
                  "TableName": "orders",
                  "AttributeDefinitions": [ { "AttributeName": "id", "AttributeType": "S" }, { "AttributeName": "day", "AttributeType": "N" } ],
                  "KeySchema": [ { "AttributeName": "id", "KeyType": "HASH" } ],
                  "GlobalSecondaryIndexes": [ { "IndexName": "byDay", "KeySchema": [ { "AttributeName": "day", "KeyType": "HASH" } ], "Projection": { "ProjectionType": "ALL" } } ]
                }
              }
            }
            """);
        Control = new(Deployment, TimeProvider.System, NullLogger.Instance);
    }

    public Deployment Deployment { get; }

    public AccessControl Control { get; }

    public static Deployment Resolve(string resources, string account = "111122223333")
    {
        var template = new JsonObject { ["Resources"] = JsonNode.Parse(resources) };
        return Deployment.Resolve(
            [new StackArtifact("Shop", "Shop", null, null, "/", template, [], [])], new() { Account = account, Region = "eu-west-1" });
    }

    /// <summary>A statement that allows an action.</summary>
    public static string Allow(string action, string resource = "*", string condition = "{}") =>
        $$"""{ "Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}", "Condition": {{condition}} }""";

    /// <summary>A call that the function signs.</summary>
    public ServiceCall Call(string service, string operation, string body = "{}", string? target = null, string? key = null) =>
        CallOf(FunctionCredentials.AccessKeyId(Deployment.Functions[0].Arn), service, operation, body) with { Target = target, Key = key };

    /// <summary>A call that somebody signs; nobody if null.</summary>
    public static ServiceCall CallOf(string? accessKeyId, string service, string operation, string body = "{}")
    {
        var request = new DefaultHttpContext().Request;
        if (accessKeyId is not null)
        {
            request.Headers.Authorization = $"AWS4-HMAC-SHA256 Credential={accessKeyId}/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0";
        }

        return new(request, service, operation) { Body = JsonNode.Parse(body)!.AsObject() };
    }

    /// <summary>What the function hears; null when it may.</summary>
    public AwsException? RefusalOf(string service, string operation, string body) => Refusal(Call(service, operation, body));

    /// <summary>What the caller hears; null when it may.</summary>
    public AwsException? Refusal(ServiceCall call)
    {
        try
        {
            Control.Authorize(call);
            return null;
        }
        catch (AwsException refused)
        {
            return refused;
        }
    }
}
