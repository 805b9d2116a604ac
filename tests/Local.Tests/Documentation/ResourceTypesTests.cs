using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Documentation;

public sealed class ResourceTypesTests
{
    [Fact]
    public void The_README_has_what_is_made_of_every_resource_type() => ReadmePart.ShouldBe(
        "resources",
        [
            "| run | by | properties left out |",
            "| --- | --- | --- |",
            .. Of(Support.Run).Select(type => $"| `{type.Key}` | {type.Value.Reason} | {Properties(type.Value)} |"),
            "",
            "| ignored | why |",
            "| --- | --- |",
            .. Of(Support.Ignored).Select(type => $"| `{type.Key}` | {type.Value.Reason} |"),
            "",
            "| refused | why |",
            "| --- | --- |",
            .. Of(Support.Refused).Select(type => $"| `{type.Key}` | {type.Value.Reason} |"),
        ]);

    private static IEnumerable<KeyValuePair<string, TypeSupport>> Of(Support support) =>
        SupportedResources.Types.Where(type => type.Value.Support == support).OrderBy(type => type.Key, StringComparer.Ordinal);

    private static string Properties(TypeSupport type) =>
        string.Join(", ", type.IgnoredProperties.Keys.Order(StringComparer.Ordinal).Select(property => $"`{property}`"));
}
