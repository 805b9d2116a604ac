using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Tests.Resolution;

/// <summary>Whatever is wrong with a template, it is told as a <see cref="TemplateResolutionException"/> or does no harm.</summary>
public class DamagedTemplateProperties
{
    private static readonly IReadOnlyList<StackArtifact> Dev = Fixtures.App().StacksIn("Dev");

    /// <summary>What may stand in the place of anything.</summary>
    internal static readonly Gen<JsonNode?> Damage = Gen.OneOf(
        Gen.Const((JsonNode?)null),
        Gen.OneOf("", "x", "-1", "true", "arn:aws:sqs:r:a:q", "{{resolve:ssm:x}}", "${X}").Select(text => (JsonNode?)text),
        Gen.Int[-1, 1].Select(number => (JsonNode?)number),
        Gen.Bool.Select(value => (JsonNode?)value),
        Gen.OneOf("[]", "{}", "[null]", """{"Ref": "Orders"}""", """{"Ref": "AWS::NoValue"}""", """{"Fn::GetAtt": ["Inbox", "Arn"]}""",
            """{"Fn::If": ["IsProd", 1, 2]}""", """{"Fn::Sub": "${Inbox}"}""", """{"Fn::Nothing": []}""").Select(json => JsonNode.Parse(json)));

    [Fact]
    public void Damage_is_told_or_harmless() => Gen.Select(Gen.Int[0, 1], Gen.Int[0, 10_000], Gen.Bool, Damage).Sample(
        (stack, place, remove, damage) =>
        {
            var damaged = Dev.Select((artifact, index) => index == stack ? artifact with { Template = Damaged(artifact.Template, place, remove, damage) } : artifact);
            try
            {
                ReadAll(Deployment.Resolve(damaged));
            }
            catch (TemplateResolutionException exception)
            {
                exception.Message.ShouldContain("Dev/");
            }
        },
        iter: 3_000);

    /// <summary>The template with one of its nodes removed or replaced.</summary>
    internal static JsonObject Damaged(JsonObject template, int place, bool remove, JsonNode? damage)
    {
        var copy = (JsonObject)template.DeepClone();
        List<JsonNode?> nodes = [.. Below(copy)];
        switch (nodes[place % nodes.Count])
        {
            case JsonNode { Parent: JsonObject parent } node when remove:
                parent.Remove(node.GetPropertyName());
                break;
            case JsonNode { Parent: JsonArray parent } node when remove:
                parent.Remove(node);
                break;
            case { } node:
                node.ReplaceWith(damage?.DeepClone());
                break;
        }

        return copy;
    }

    private static IEnumerable<JsonNode?> Below(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value).Prepend(member.Value)),
        JsonArray items => items.SelectMany(item => Below(item).Prepend(item)),
        _ => [],
    };

    private static void ReadAll(Deployment deployment)
    {
        _ = (deployment.EventBuses, deployment.Rules, deployment.Queues, deployment.QueuePolicies, deployment.Functions, deployment.Tables);
        _ = (deployment.HttpApis, deployment.HttpApiStages, deployment.Routes, deployment.Integrations);
        foreach (var mapping in deployment.EventSourceMappings)
        {
            deployment.FunctionOf(mapping);
        }

        foreach (var resource in deployment.Resources)
        {
            PropertyUse.Unread(resource);
        }
    }
}
