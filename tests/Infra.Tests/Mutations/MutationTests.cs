using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules;
using Xunit.Abstractions;

namespace SensorWatch.Infra.Tests.Mutations;

/// <summary>
/// Random changes of the app's own templates: none may break the review, and one that changes what the system does must be
/// reported. A change is without effect when everything resolves to the same as before, and harmless in the places that
/// <see cref="HarmlessPlaces"/> lists.
/// </summary>
[Collection(SynthesisTests.Name)]
public sealed partial class MutationTests(SynthesizedSystem system, ITestOutputHelper output)
{
    private const int Mutations = 1_000;

    /// <summary>
    /// Of the changes that are neither without effect nor harmless, so many must be reported. The rest gives something another
    /// sound value that only its author can tell from the right one: an alarm's name, a longer time, another service's pattern.
    /// </summary>
    private const double LeastReported = 0.85;

    private static readonly Gen<TemplateMutation> Any = Gen.Select(
        Gen.Enum<MutationKind>(), Gen.Int[0, 1_000_000], Gen.Int[0, 1_000], (kind, place, choice) => new TemplateMutation(kind, place, choice));

    [Fact]
    public void A_mutation_never_breaks_the_review_and_is_reported_or_harmless()
    {
        var stacks = CloudAssembly.Load(system.OutputDirectory).StacksIn("Dev");
        var before = Meaning(Resolve(stacks));
        var sync = new Lock();
        List<string> unreported = [];
        var reported = 0;

        Gen.Select(Gen.Int[0, stacks.Count - 1], Any).Sample(
            (stack, mutation) =>
            {
                var template = (JsonObject)stacks[stack].Template.DeepClone();
                var path = mutation.Apply(template);
                var deployment = Resolve([.. stacks.Select((artifact, index) => index == stack ? artifact with { Template = template } : artifact)]);
                var isReported = DesignReview.Of(deployment).Violations.Count > 0;
                if (HarmlessPlaces.ReasonFor(mutation.Kind, path) is null && (isReported || Meaning(deployment) != before))
                {
                    lock (sync)
                    {
                        reported += isReported ? 1 : 0;
                        if (!isReported)
                        {
                            unreported.Add($"{mutation.Kind} {stacks[stack].Id}{path}");
                        }
                    }
                }
            },
            iter: Mutations);

        var semantic = reported + unreported.Count;
        output.WriteLine($"{Mutations} mutations, {semantic} of them semantic, {reported} reported, not:");
        foreach (var group in unreported.GroupBy(General).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Count(),4} {group.Key}  e.g. {group.First()}");
        }

        ((double)reported / semantic).ShouldBeGreaterThanOrEqualTo(LeastReported);
    }

    private static Deployment Resolve(IReadOnlyList<StackArtifact> stacks) => Deployment.Resolve(stacks, new DeploymentSettings { Tolerant = true });

    /// <summary>Everything that is deployed, in an order that makes no difference.</summary>
    private static string Meaning(Deployment deployment) => string.Join('\n', deployment.Resources
        .Select(resource => $"{resource.StackId} {resource.LogicalId} {resource.Type} {resource.Name} {resource.DeletionPolicy} {Sorted(resource.Properties)?.ToJsonString()}")
        .Concat(deployment.Exports.Select(export => $"{export.Key} {export.Value}"))
        .Order(StringComparer.Ordinal));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        // Lists are sets in CloudFormation, with few exceptions that no resource of this system has.
        JsonArray items => new JsonArray([.. items.Select(Sorted).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };

    /// <summary>The place without the resource's name and without indices.</summary>
    private string General(string mutation)
    {
        var parts = mutation.Split('/');
        var type = parts.Length > 3 && parts[2] == "Resources"
            ? (string?)system[$"{parts[0].Split(' ')[1]}/{parts[1]}"].Json["Resources"]?[parts[3]]?["Type"] ?? parts[3]
            : "";
        return $"{parts[0].Split(' ')[0]} {type} {Index().Replace(string.Join('/', parts.Skip(type.Length > 0 ? 4 : 2)), "#")}";
    }

    [GeneratedRegex(@"(?<=/|^)\d+(?=/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Index();
}
