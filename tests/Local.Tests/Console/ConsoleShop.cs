using System.Text.Json;

namespace SensorWatch.Local.Tests.Console;

/// <summary>Templates of small systems for the console's tests.</summary>
internal static class ConsoleShop
{
    private const string Function = """
        "Handle": {
          "Type": "AWS::Lambda::Function",
          "Properties": {
            "FunctionName": "Handle", "Runtime": "provided.al2023", "Handler": "Handler", "Timeout": 30, "MemorySize": 256,
            "Role": "arn:aws:iam::123456789012:role/any",
            "Code": { "S3Bucket": "assets", "S3Key": "code.zip" }
          }
        }
        """;

    /// <summary>An HTTP API with those routes, all to the function <c>Handle</c>.</summary>
    public static string Api(params IEnumerable<string> routes) => $$"""
        {
          {{Function}},
          "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "shop", "ProtocolType": "HTTP" } },
          "Stage": { "Type": "AWS::ApiGatewayV2::Stage", "Properties": { "ApiId": { "Ref": "Api" }, "StageName": "$default", "AutoDeploy": true } },
          "Integration": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
              "ApiId": { "Ref": "Api" }, "IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0",
              "IntegrationUri": { "Fn::GetAtt": [ "Handle", "Arn" ] }
            }
          },
          "Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": { "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": "Handle" }, "Principal": "apigateway.amazonaws.com" }
          }{{string.Concat(routes.Select((route, index) => $$"""
            , "Route{{index}}": {
              "Type": "AWS::ApiGatewayV2::Route",
              "Properties": { "ApiId": { "Ref": "Api" }, "RouteKey": "{{route}}", "Target": { "Fn::Join": [ "", [ "integrations/", { "Ref": "Integration" } ] ] } }
            }
            """))}}
        }
        """;

    /// <summary>
    /// A bus <c>shop</c> with a contract <c>Ordered</c>, an archive, and a rule that brings it to the queue <c>orders</c>, from which <c>Handle</c>
    /// takes it; <c>failed</c> and <c>undelivered</c> are dead-letter queues, of the queue and of the rule.
    /// </summary>
    /// <param name="allowed">The rule may send to the queue.</param>
    /// <param name="mapped">The function takes the queue's messages.</param>
    /// <param name="limit">The largest message that the queue takes, in bytes.</param>
    public static string Orders(bool allowed = true, bool mapped = false, int limit = 262_144) => $$$"""
        {
          {{{Function}}},
          "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "shop" } },
          "Archive": { "Type": "AWS::Events::Archive", "Properties": { "ArchiveName": "all", "SourceArn": { "Fn::GetAtt": [ "Bus", "Arn" ] } } },
          "Failed": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "failed" } },
          "Undelivered": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "undelivered" } },
          "Orders": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
              "QueueName": "orders",
              "VisibilityTimeout": 30,
              "MaximumMessageSize": {{{limit}}},
              "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": [ "Failed", "Arn" ] }, "maxReceiveCount": 1 }
            }
          },
          "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
              "Name": "ordered",
              "EventBusName": { "Ref": "Bus" },
              "EventPattern": { "detail-type": [ "Ordered" ] },
              "State": "ENABLED",
              "Targets": [ {
                "Id": "orders", "Arn": { "Fn::GetAtt": [ "Orders", "Arn" ] },
                "DeadLetterConfig": { "Arn": { "Fn::GetAtt": [ "Undelivered", "Arn" ] } },
                "InputPath": "$.detail"
              } ]
            }
          },
          "Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
              "Queues": [ {{{(allowed ? """{ "Ref": "Orders" }, """ : "")}}}{ "Ref": "Undelivered" } ],
              "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [ { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } ]
              }
            }
          },
          "Schema": {
            "Type": "AWS::EventSchemas::Schema",
            "Properties": { "RegistryName": "shop", "Type": "OpenApi3", "Content": {{{JsonSerializer.Serialize(Schema)}}} }
          }{{{(mapped ? Mapping : "")}}}
        }
        """;

    private const string Mapping = """
        , "Mapping": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": { "EventSourceArn": { "Fn::GetAtt": [ "Orders", "Arn" ] }, "FunctionName": { "Ref": "Handle" }, "BatchSize": 1 }
          }
        """;

    private const string Schema = """
        {
          "openapi": "3.0.0",
          "info": { "version": "2.0.0", "title": "Ordered" },
          "components": {
            "schemas": {
              "AWSEvent": {
                "type": "object",
                "x-amazon-events-detail-type": "Ordered",
                "x-amazon-events-source": "shop.orders",
                "properties": { "detail": { "$ref": "#/components/schemas/Ordered" } },
                "example": { "source": "shop.orders", "detail-type": "Ordered", "detail": { "do": "echo", "value": 1, "item": { "name": "tea" } } }
              },
              "Ordered": {
                "type": "object",
                "description": "Somebody has ordered.",
                "properties": { "item": { "$ref": "#/components/schemas/Item" } }
              },
              "Item": { "type": "object", "properties": { "name": { "type": "string" }, "part": { "$ref": "#/components/schemas/Item" } } }
            }
          }
        }
        """;
}
