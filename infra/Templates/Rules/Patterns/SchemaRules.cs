using System.Text.Json.Nodes;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether published schemas can be read, and their examples are right.</summary>
internal static class SchemaRules
{
    public static DesignRule Sound { get; } = new()
    {
        Id = "pattern/contract-sound",
        Sentence = "A published schema is a JSON document that says which event it is of, and its example is such an event.",
        Mend = "Publish the document that the registry itself would write: components.schemas.AWSEvent with x-amazon-events-source and x-amazon-events-detail-type.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema-create.html",
        Check = context =>
            from schema in context.Deployment.OfType("AWS::EventSchemas::Schema")
            where schema.Properties["Content"] is JsonValue content && !Unresolved.IsIn(content)
            from fault in Faults(schema)
            select new Finding(schema, fault),
    };

    private static IEnumerable<string> Faults(Resource schema)
    {
        if (EventType.Document(schema) is not { } document)
        {
            return ["Content is no JSON object."];
        }

        if (EventType.From(schema) is { } type)
        {
            return ExampleFaults(type);
        }

        // Schemas of other things than events have a right to be there.
        var isEvent = document["components"]?["schemas"] is JsonObject schemas
            && (schemas.ContainsKey("AWSEvent") || document.ToJsonString().Contains("x-amazon-events-", StringComparison.Ordinal));
        return isEvent ? ["Content doesn't say which event it is of."] : [];
    }

    private static IEnumerable<string> ExampleFaults(EventType type)
    {
        if (type.Example is not { } example)
        {
            yield break;
        }

        foreach (var (name, expected) in new[] { ("source", type.Source), ("detail-type", type.DetailType) })
        {
            var came = example.TryGetProperty(name, out var value) ? value.ToString() : "nothing";
            if (came != expected)
            {
                yield return $"the example has {name} '{came}', but the schema is of '{expected}'.";
            }
        }
    }
}
