using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Templates.Tests.Rules;

/// <summary>
/// A sound deployment to spoil: a bus <c>shop</c> with the contracts <c>OrderPlaced</c> and <c>OrderShipped</c>, a rule for each,
/// a queue, a function with a mapping on the queue, a table with a stream.
/// </summary>
internal sealed class PatternSystem
{
    public const string Stack = "Dev/Shop";

    private readonly JsonObject _template = (JsonObject)JsonNode.Parse(Sound)!;

    private const string Sound = """
        {
          "Resources": {
            "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "shop" } },
            "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": 120 } },
            "Rule": {
              "Type": "AWS::Events::Rule",
              "Properties": {
                "EventBusName": { "Ref": "Bus" },
                "EventPattern": { "source": ["shop.orders"], "detail-type": ["OrderPlaced"], "detail": { "data": { "priority": ["high"] } } },
                "Targets": [{ "Id": "Queue", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } }]
              }
            },
            "Shipping": {
              "Type": "AWS::Events::Rule",
              "Properties": {
                "EventBusName": { "Ref": "Bus" },
                "EventPattern": { "source": ["shop.orders"], "detail-type": ["OrderShipped"] },
                "Targets": [{ "Id": "Queue", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } }]
              }
            },
            "Table": {
              "Type": "AWS::DynamoDB::Table",
              "Properties": {
                "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
                "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
                "StreamSpecification": { "StreamViewType": "NEW_IMAGE" }
              }
            },
            "Function": {
              "Type": "AWS::Lambda::Function",
              "Properties": {
                "Code": { "ZipFile": "exports.handler = async () => {};" },
                "Handler": "index.handler",
                "Runtime": "nodejs22.x",
                "Timeout": 20,
                "Role": "arn:aws:iam::123456789012:role/shop"
              }
            },
            "Mapping": {
              "Type": "AWS::Lambda::EventSourceMapping",
              "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] }, "FunctionName": { "Ref": "Function" }, "BatchSize": 10 }
            }
          }
        }
        """;

    public PatternSystem()
    {
        AddContract("OrderPlaced", """{ "orderId": "o-1", "priority": "high", "total": 12.5, "items": [{ "sku": "a" }] }""");
        AddContract("OrderShipped", """{ "orderId": "o-1", "priority": "low", "total": 1, "items": [] }""");
    }

    /// <summary>Replaces a part of the template, or adds it; the path's names are joined with dots.</summary>
    public PatternSystem With(string path, string json)
    {
        var names = path.Split('.');
        JsonNode parent = _template["Resources"]!;
        foreach (var name in names[..^1])
        {
            parent = parent[name] ?? (parent[name] = new JsonObject());
        }

        parent[names[^1]] = JsonNode.Parse(json);
        return this;
    }

    public PatternSystem Without(string path)
    {
        var names = path.Split('.');
        names[..^1].Aggregate((JsonNode)_template["Resources"]!, (node, name) => node[name]!).AsObject().Remove(names[^1]);
        return this;
    }

    /// <summary>Replaces or adds a section of the template.</summary>
    public PatternSystem WithSection(string name, string json)
    {
        _template[name] = JsonNode.Parse(json);
        return this;
    }

    public PatternSystem WithPattern(string pattern) => With("Rule.Properties.EventPattern", pattern);

    /// <summary>What the rules on templates and patterns find: <c>Rule: pattern/valid: …</c>, without the stack's id.</summary>
    public IReadOnlyList<string> Findings() =>
    [
        .. DesignReview.Of(Resolve()).Violations
            .Where(violation => violation.Rule.Id.StartsWith("pattern/", StringComparison.Ordinal)
                || violation.Rule.Id.StartsWith("template/", StringComparison.Ordinal)
                || violation.Rule == DesignRules.Exceptions)
            .Select(violation => violation.ToString().Replace($"{Stack}/", "", StringComparison.Ordinal)),
    ];

    public Deployment Resolve() => Deployment.Resolve(
        [Stacks.Stack(_template.ToJsonString(), Stack, "Dev-Shop")], new DeploymentSettings { Tolerant = true });

    private void AddContract(string detailType, string data)
    {
        var example = new JsonObject
        {
            ["source"] = "shop.orders",
            ["detail-type"] = detailType,
            ["detail"] = new JsonObject { ["data"] = JsonNode.Parse(data) },
        };
        var content = $$"""
            {
              "openapi": "3.0.0",
              "info": { "version": "1.0.0", "title": "{{detailType}}" },
              "paths": {},
              "components": {
                "schemas": {
                  "AWSEvent": {
                    "type": "object",
                    "required": ["detail"],
                    "x-amazon-events-source": "shop.orders",
                    "x-amazon-events-detail-type": "{{detailType}}",
                    "properties": { "detail": { "$ref": "#/components/schemas/Order" } },
                    "example": {{example.ToJsonString()}}
                  },
                  "Order": {
                    "type": "object",
                    "required": ["data"],
                    "properties": {
                      "data": {
                        "type": "object",
                        "required": ["orderId", "priority"],
                        "properties": {
                          "orderId": { "type": "string" },
                          "priority": { "type": "string", "enum": ["low", "high"] },
                          "total": { "type": "number" },
                          "isGift": { "type": "boolean" },
                          "note": { "type": "string" },
                          "items": { "type": "array", "items": { "type": "object", "properties": { "sku": { "type": "string" } } } }
                        }
                      }
                    }
                  }
                }
              }
            }
            """;
        With(detailType, $$"""
            {
              "Type": "AWS::EventSchemas::Schema",
              "Properties": { "RegistryName": "shop", "Type": "OpenApi3", "SchemaName": "shop.orders@{{detailType}}", "Content": {{JsonSerializer.Serialize(content)}} }
            }
            """);
    }
}
