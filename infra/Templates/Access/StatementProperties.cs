using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Access;

/// <summary>Resources that are one statement of a policy, in properties of their own.</summary>
internal static class StatementProperties
{
    /// <summary>Gives the statement; null when the resource is of another type, or one doesn't come of it.</summary>
    public static AttachedPolicy? Read(Resource resource) => resource.Type switch
    {
        "AWS::Lambda::Permission" => Permission(resource),
        "AWS::Events::EventBusPolicy" => BusPolicy(resource),
        _ => null,
    };

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html</summary>
    private static AttachedPolicy? Permission(Resource resource)
    {
        var conditions = new JsonObject();
        Add(conditions, "ArnLike", "aws:SourceArn", Text(resource, "SourceArn"));
        Add(conditions, "StringEquals", "aws:SourceAccount", Text(resource, "SourceAccount"));
        Add(conditions, "StringEquals", "aws:PrincipalOrgID", Text(resource, "PrincipalOrgID"));
        Add(conditions, "StringEquals", "lambda:EventSourceToken", Text(resource, "EventSourceToken"));
        Add(conditions, "StringEquals", "lambda:FunctionUrlAuthType", Text(resource, "FunctionUrlAuthType"));
        Add(conditions, "Bool", "lambda:InvokedViaFunctionUrl", Text(resource, "InvokedViaFunctionUrl"));
        return Text(resource, "FunctionName") is { } function && Text(resource, "Action") is { } action && Text(resource, "Principal") is { } principal
            ? Statement(resource, function, "Principal", Principal(principal), action, conditions)
            : null;
    }

    /// <summary>Either a whole statement, or its parts: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html</summary>
    private static AttachedPolicy? BusPolicy(Resource resource)
    {
        var bus = Text(resource, "EventBusName") ?? "default";
        if (resource.Properties["Statement"] is JsonObject statement)
        {
            return Policy(resource, bus, "Statement", new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statement.DeepClone() });
        }

        var conditions = new JsonObject();
        if (resource.Properties["Condition"] is JsonObject condition && condition["Type"] is { } type && condition["Key"] is { } key)
        {
            Add(conditions, $"{type}", $"{key}", condition["Value"]?.ToString());
        }

        return Text(resource, "Principal") is { } principal
            ? Statement(resource, bus, "Principal", Principal(principal), Text(resource, "Action") ?? "events:PutEvents", conditions)
            : null;
    }

    private static AttachedPolicy Statement(Resource resource, string on, string property, JsonNode principal, string action, JsonObject conditions) => Policy(
        resource,
        on,
        property,
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = action, ["Condition"] = conditions },
        });

    private static AttachedPolicy Policy(Resource resource, string on, string property, JsonObject document) => AttachedPolicy.Read(
        new() { DeclaredBy = resource, Property = property, Kind = PolicyKind.Resource, AttachedTo = [on] }, document);

    /// <summary>A service by its address, everybody, or an account or ARN.</summary>
    private static JsonNode Principal(string text) => text is "*" ? "*"
        : text.Contains(".amazon", StringComparison.Ordinal) ? new JsonObject { ["Service"] = text }
        : new JsonObject { ["AWS"] = text };

    private static void Add(JsonObject conditions, string comparison, string key, string? value)
    {
        if (value is not null)
        {
            var keys = conditions[comparison] as JsonObject ?? [];
            keys[key] = value;
            conditions[comparison] = keys;
        }
    }

    private static string? Text(Resource resource, string property) => PolicyProperties.Texts(resource.Properties[property]).FirstOrDefault();
}
