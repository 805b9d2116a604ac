using System.Text.Json;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Packages;

namespace SensorWatch.Templates.Tests.Rules.Code;

/// <summary>
/// A consumer that is sound: a queue, a function with a package, its role, a table and a bus. Tests change what they are about.
/// </summary>
internal sealed record CodeSystem
{
    private const string AssetKey = "package.zip";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<PackageHandler> Handlers { get; init; } =
    [
        new("Store", "Queue", ReportsBatchItemFailures: true,
        [
            new() { Variable = "TABLE", Actions = ["dynamodb:PutItem"], TimeToLiveAttribute = "expiresAt" },
            new() { Variable = "TABLE", Actions = ["dynamodb:Query"], Below = ["index/byTime"] },
            new() { Variable = "BUS", Actions = ["events:PutEvents"], Publishes = new("shop.orders", "OrderStored") },
            new() { Variable = "HINT", IsOptional = true },
        ]),
        new("Authorize", "HttpAuthorizer", ReportsBatchItemFailures: false, []),
        new("Answer", "HttpRequest", ReportsBatchItemFailures: false, []),
        new("Publish", "Stream", ReportsBatchItemFailures: true, []),
    ];

    /// <summary>The manifest's text; null for what the handlers give, empty for none at all.</summary>
    public string? Manifest { get; init; }

    public byte[]? Bootstrap { get; init; } = "#!/bin/sh"u8.ToArray();

    public string Handler { get; init; } = "Store";

    /// <summary>Further properties of the function.</summary>
    public string Function { get; init; } = "\"Runtime\": \"provided.al2023\"";

    public string Variables { get; init; } = """ "TABLE": { "Ref": "Table" }, "BUS": { "Ref": "Bus" } """;

    public string Mapping { get; init; } = """ "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] }, "FunctionResponseTypes": ["ReportBatchItemFailures"] """;

    public string Table { get; init; } = """, "TimeToLiveSpecification": { "AttributeName": "expiresAt", "Enabled": true } """;

    public string Write { get; init; } = """{ "Sid": "Write", "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": { "Fn::GetAtt": ["Table", "Arn"] } }""";

    public string Read { get; init; } = """{ "Sid": "Read", "Effect": "Allow", "Action": "dynamodb:Query", "Resource": { "Fn::Sub": "${Table.Arn}/index/byTime" } }""";

    public string Publish { get; init; } = """
        { "Sid": "Publish", "Effect": "Allow", "Action": "events:PutEvents", "Resource": { "Fn::GetAtt": ["Bus", "Arn"] },
          "Condition": { "StringEquals": { "events:source": "shop.orders", "events:detail-type": "OrderStored" } } }
        """;

    /// <summary>Statements more than the handler needs.</summary>
    public string MoreStatements { get; init; } = "";

    /// <summary>Resources more, with a comma before.</summary>
    public string MoreResources { get; init; } = "";

    /// <summary>What the rules on code say.</summary>
    public IReadOnlyList<string> Review()
    {
        var folder = Directory.CreateTempSubdirectory("package-").FullName;
        try
        {
            if (Bootstrap is not null)
            {
                File.WriteAllBytes(Path.Combine(folder, "bootstrap"), Bootstrap);
            }

            if (Manifest != "")
            {
                File.WriteAllText(Path.Combine(folder, PackageManifest.FileName), Manifest ?? JsonSerializer.Serialize(new PackageManifest(Handlers), Json));
            }

            return Reviewed.By("code/", Resources(), new FileAsset(AssetKey, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Resources() => $$"""
        "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "orders" } },
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Table": { "Type": "AWS::DynamoDB::Table", "Properties": {
          "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
          "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }]
          {{Table}} } },
        "Role": { "Type": "AWS::IAM::Role", "Properties": {
          "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
          "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
            { "Sid": "Poll", "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } },
            { "Sid": "Logs", "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:f:*" },
            {{Write}}, {{Read}}, {{Publish}} {{MoreStatements}}
          ] } }] } },
        "Function": { "Type": "AWS::Lambda::Function", "Properties": {
          "Handler": "{{Handler}}", "Role": { "Fn::GetAtt": ["Role", "Arn"] }, "Code": { "S3Bucket": "assets", "S3Key": "{{AssetKey}}" },
          "Environment": { "Variables": { {{Variables}} } }, {{Function}} } },
        "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": { "Ref": "Function" }, {{Mapping}} } }
        {{MoreResources}}
        """;
}
