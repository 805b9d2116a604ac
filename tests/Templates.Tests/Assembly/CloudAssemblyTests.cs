using SensorWatch.Templates.Assembly;

namespace SensorWatch.Templates.Tests.Assembly;

public class CloudAssemblyTests
{
    [Fact]
    public void Stacks_of_nested_stages_come_after_what_they_depend_on() =>
        Fixtures.App().Stacks.Select(stack => stack.Id).ShouldBe(["Dev/State", "Dev/Services", "Shared", "Prod/State"]);

    [Fact]
    public void A_dependency_counts_through_the_asset_manifest_in_between() =>
        Stack("Dev/Services").Dependencies.ShouldBe(["Dev/State"]);

    [Fact]
    public void A_stage_hands_its_dependencies_to_its_stacks() => Stack("Prod/State").Dependencies.ShouldBe(["Shared"]);

    [Fact]
    public void A_stack_knows_its_name_and_the_environment_that_the_app_fixed()
    {
        Stack("Dev/State").StackName.ShouldBe("Dev-State");
        Stack("Dev/State").Account.ShouldBeNull();
        Stack("Dev/State").Region.ShouldBeNull();
        Stack("Shared").StackName.ShouldBe("Shared");
        Stack("Shared").Account.ShouldBe("111122223333");
        Stack("Shared").Region.ShouldBe("eu-central-1");
        Stack("Prod/State").Account.ShouldBeNull();
        Stack("Prod/State").Region.ShouldBe("eu-west-1");
    }

    [Fact]
    public void File_assets_lead_to_their_folder_by_object_key() =>
        Stack("Dev/Services").FileAssets.ShouldBe([new FileAsset("c0ffee.zip", Path.Combine(Fixtures.AppDirectory, "asset.store"))]);

    [Theory]
    [InlineData("Dev", "Dev/State Dev/Services")]
    [InlineData("Dev/*", "Dev/State Dev/Services")]
    [InlineData("Dev/Services", "Dev/State Dev/Services")]
    [InlineData("Dev-State", "Dev/State")]
    [InlineData("*/State", "Dev/State Shared Prod/State")]
    [InlineData("*", "Shared")]
    [InlineData("**", "Dev/State Dev/Services Shared Prod/State")]
    public void A_selector_takes_stacks_and_what_they_depend_on(string selector, string expected) =>
        string.Join(' ', Fixtures.App().StacksIn(selector).Select(stack => stack.Id)).ShouldBe(expected);

    [Fact]
    public void A_selector_that_takes_nothing_lists_what_there_is() =>
        Should.Throw<CloudAssemblyException>(() => Fixtures.App().StacksIn("Staging"))
            .Message.ShouldContain("'Staging'. It has: Dev/State, Dev/Services, Shared, Prod/State.");

    [Fact]
    public void A_missing_assembly_says_how_to_make_one()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        var message = Should.Throw<CloudAssemblyException>(() => CloudAssembly.Load(missing)).Message;

        message.ShouldContain(Path.Combine(missing, "manifest.json"));
        message.ShouldContain("npx aws-cdk synth");
    }

    [Theory]
    [InlineData("not json", "not valid JSON")]
    [InlineData("[]", "a JSON object")]
    [InlineData("""{ "artifacts": 5 }""", "an object is expected at $.artifacts")]
    [InlineData("""{ "artifacts": { "A": { "type": "aws:cloudformation:stack", "properties": {} } } }""", "$.artifacts.A.properties.templateFile")]
    [InlineData("""{ "artifacts": { "A": {}, "A": {} } }""", "not valid JSON")]
    [InlineData(
        """{ "artifacts": { "A": { "type": "aws:cloudformation:stack", "properties": { "templateFile": "gone.json" } } } }""",
        "gone.json is missing")]
    [InlineData(
        """{ "artifacts": { "A": { "type": "aws:cloudformation:stack", "dependencies": ["B"], "properties": { "templateFile": "manifest.json" } } } }""",
        "an artifact 'B'")]
    [InlineData(
        """{ "artifacts": { "A": { "type": "aws:cloudformation:stack", "environment": "nowhere", "properties": { "templateFile": "manifest.json" } } } }""",
        "aws://ACCOUNT/REGION, but is 'nowhere'")]
    public void A_faulty_manifest_is_an_error_that_names_file_and_place(string manifest, string fault)
    {
        using var assembly = new TemporaryAssembly().With("manifest.json", manifest);

        var message = Should.Throw<CloudAssemblyException>(() => CloudAssembly.Load(assembly.Path)).Message;

        message.ShouldContain(fault);
        message.ShouldContain(assembly.Path);
    }

    [Fact]
    public void Stacks_that_depend_on_each_other_in_a_circle_are_an_error()
    {
        using var assembly = new TemporaryAssembly().WithStacks(("A", ["B"]), ("B", ["C"]), ("C", ["A"]));

        Should.Throw<CloudAssemblyException>(() => CloudAssembly.Load(assembly.Path)).Message.ShouldContain("A -> B -> C -> A");
    }

    [Fact]
    public void An_asset_that_is_gone_is_an_error_that_names_it()
    {
        using var assembly = new TemporaryAssembly()
            .With("S.template.json", "{}")
            .With("S.assets.json", """{ "files": { "f": { "source": { "path": "asset.f" }, "destinations": { "d": { "objectKey": "f.zip" } } } } }""")
            .With("manifest.json", """
                { "artifacts": {
                    "S.assets": { "type": "cdk:asset-manifest", "properties": { "file": "S.assets.json" } },
                    "S": { "type": "aws:cloudformation:stack", "properties": { "templateFile": "S.template.json" }, "dependencies": ["S.assets"] }
                } }
                """);

        Should.Throw<CloudAssemblyException>(() => CloudAssembly.Load(assembly.Path)).Message.ShouldContain("asset.f is missing");
    }

    private static StackArtifact Stack(string id) => Fixtures.App().Stacks.Single(stack => stack.Id == id);
}
