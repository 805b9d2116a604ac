using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Templates.Tests.Flow;

/// <summary>Templates of event flows, from a few words each. A resource's path is <c>Dev/Test/</c> and its logical id.</summary>
internal static class FlowStacks
{
    public static FlowGraph Graph(params IEnumerable<string> resources) => FlowGraph.Of(Deploy(resources));

    /// <summary>What one rule finds, and where: <c>Dev/Test/Queue: …</c> What is excepted is left out.</summary>
    public static IReadOnlyList<string> Check(string rule, params IEnumerable<string> resources) =>
    [
        .. DesignReview.Of(Deploy(resources), [DesignRules.All.Single(known => known.Id == rule)]).Violations
            .Select(violation => $"{violation.Finding.Path}: {violation.Finding.Fault}"),
    ];

    public static Deployment Deploy(params IEnumerable<string> resources) =>
        Stacks.Resolve($$"""{ "Resources": { {{string.Join(",\n", resources)}} } }""", new DeploymentSettings { Tolerant = true });

    public static string Of(string type, string id, string properties = "{}", string metadata = "{}") =>
        $$"""  "{{id}}": { "Type": "{{type}}", "Properties": {{properties}}, "Metadata": {{metadata}} }""";

    public static string Arn(string id) => $$"""{ "Fn::GetAtt": ["{{id}}", "Arn"] }""";

    /// <summary>An ARN with something after it.</summary>
    public static string Arn(string id, string part) => $$"""{ "Fn::Sub": "${{{id}}.Arn}{{part}}" }""";

    public static string Bus(string id) => Of("AWS::Events::EventBus", id, $$"""{ "Name": "{{id}}" }""");

    public static string Queue(string id, string? redrivesTo = null) => Of("AWS::SQS::Queue", id, redrivesTo is null
        ? "{}"
        : $$"""{ "RedrivePolicy": { "deadLetterTargetArn": {{Arn(redrivesTo)}}, "maxReceiveCount": 5 } }""");

    public static string Table(string id, bool hasStream = true) => Of("AWS::DynamoDB::Table", id, $$"""
        {
          "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
          "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }]{{(hasStream ? """, "StreamSpecification": { "StreamViewType": "NEW_IMAGE" }""" : "")}}
        }
        """);

    /// <summary>A rule on a bus; on the default one when it has no name.</summary>
    public static string Rule(string id, string? bus, string pattern, params IEnumerable<string> targets) => Of("AWS::Events::Rule", id, $$"""
        {
          {{(bus is null ? "" : $$""" "EventBusName": { "Ref": "{{bus}}" }, """)}} "EventPattern": {{pattern}},
          "Targets": [{{string.Join(", ", targets.Select((target, index) => $$"""{ "Id": "{{index}}", "Arn": {{Arn(target)}} }"""))}}]
        }
        """);

    public static string Consumes(string id, string source, string function, string filter = "", string metadata = "{}") =>
        Of("AWS::Lambda::EventSourceMapping", id, $$"""
        {
          "EventSourceArn": {{source}}, "FunctionName": { "Ref": "{{function}}" }
          {{(filter.Length == 0 ? "" : $$""", "FilterCriteria": { "Filters": [{ "Pattern": "{{filter.Replace("\"", "\\\"", StringComparison.Ordinal)}}" }] }""")}}
        }
        """, metadata);

    public static string StreamOf(string table) => $$"""{ "Fn::GetAtt": ["{{table}}", "StreamArn"] }""";

    /// <summary>A function and its role, with these statements.</summary>
    public static IEnumerable<string> Function(string id, params IEnumerable<string> statements) =>
    [
        Of("AWS::Lambda::Function", id, $$"""{ "Runtime": "provided.al2023", "Handler": "{{id}}", "Code": {}, "Role": {{Arn($"{id}Role")}} }"""),
        Of("AWS::IAM::Role", $"{id}Role", $$"""
        {
          "AssumeRolePolicyDocument": {},
          "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}] } }]
        }
        """),
    ];

    public static string Allow(string action, string resource, string condition = "") =>
        $$"""{ "Effect": "Allow", "Action": "{{action}}", "Resource": {{resource}}{{(condition.Length == 0 ? "" : $", \"Condition\": {condition}")}} }""";

    public static string Publish(string bus, string source, string detailType) => Allow("events:PutEvents", Arn(bus), $$"""
        { "StringEquals": { "events:source": "{{source}}", "events:detail-type": "{{detailType}}" } }
        """);

    /// <summary>Rule, queue, mapping and function, as a consumer is made of them.</summary>
    public static IEnumerable<string> Consumer(string id, string? bus, string pattern, params IEnumerable<string> statements) =>
    [
        Rule($"{id}Rule", bus, pattern, $"{id}Queue"),
        Queue($"{id}Queue"),
        Consumes($"{id}Mapping", Arn($"{id}Queue"), id),
        .. Function(id, statements),
    ];

    public static string Pattern(string source, string detailType) => $$"""{ "source": ["{{source}}"], "detail-type": ["{{detailType}}"] }""";
}
