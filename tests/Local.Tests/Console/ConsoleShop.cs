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
          }{{string.Concat(routes.Select((route, index) => $$"""
            , "Route{{index}}": {
              "Type": "AWS::ApiGatewayV2::Route",
              "Properties": { "ApiId": { "Ref": "Api" }, "RouteKey": "{{route}}", "Target": { "Fn::Join": [ "", [ "integrations/", { "Ref": "Integration" } ] ] } }
            }
            """))}}
        }
        """;
}
