using SensorWatch.Infra.Tests.Snapshots;

namespace SensorWatch.Infra.Tests.ResourceProperties;

/// <summary>
/// The names that templates are checked by come from aws-cdk-lib. The file may come from a newer version than the app is built
/// with: what CloudFormation has since then would be called wrong otherwise. To take a newer one:
/// <c>CDK_LIBRARY=aws-cdk-lib-2.276.0.tgz UPDATE_SNAPSHOTS=1 dotnet test tests/Infra.Tests --filter ResourceProperties</c>, with
/// the archive that <c>npm pack aws-cdk-lib</c> writes.
/// </summary>
public sealed class ResourcePropertiesTests
{
    private static readonly string DataFile =
        Path.Combine(RepositoryFolder.Path, "infra", "Templates", "Properties", "ResourceProperties.json");

    [Fact]
    public void The_known_properties_hold_all_that_the_library_of_this_build_has()
    {
        if (Environment.GetEnvironmentVariable(Snapshot.UpdateVariable) is { Length: > 0 })
        {
            Update();
        }

        var known = PropertyTables.Parse(File.ReadAllText(DataFile));
        known.MissingFrom(PropertyTables.Of(CdkLibrary.OfThisBuild())).ShouldBe(
            [], $"{DataFile} is older than the CDK library. Run `{Snapshot.UpdateVariable}=1 dotnet test tests/Infra.Tests` and commit what it writes.");
    }

    /// <summary>The file takes what the chosen library says, and keeps what that one no longer has: CloudFormation does.</summary>
    private static void Update()
    {
        var chosen = PropertyTables.Of(CdkLibrary.Chosen());
        var known = File.Exists(DataFile) ? PropertyTables.Parse(File.ReadAllText(DataFile)) : chosen;
        var isNewer = Version.Parse(chosen.Source.Split(' ')[1]) >= Version.Parse(known.Source.Split(' ')[1]);
        var (first, second) = isNewer ? (chosen, known) : (known, chosen);
        foreach (var (type, properties) in second.Types)
        {
            if (!first.Types.TryAdd(type, properties))
            {
                properties.ToList().ForEach(property => first.Types[type].TryAdd(property.Key, property.Value));
            }
        }

        second.Attributes.ToList().ForEach(type => first.Attributes[type.Key] =
            [.. type.Value.Concat(first.Attributes.GetValueOrDefault(type.Key) ?? []).Distinct().Order(StringComparer.Ordinal)]);
        File.WriteAllText(DataFile, first.ToJson());
    }
}
