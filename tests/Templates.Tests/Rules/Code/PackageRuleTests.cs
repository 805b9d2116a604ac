namespace SensorWatch.Templates.Tests.Rules.Code;

public sealed class PackageRuleTests
{
    [Fact]
    public void A_sound_consumer_violates_nothing() => new CodeSystem().Review().ShouldBeEmpty();

    [Fact]
    public void Of_a_package_without_a_manifest_nothing_is_said() =>
        new CodeSystem { Manifest = "", Handler = "anything", Variables = "\"X\": \"y\"", MoreStatements = """, { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:Q" }""" }
            .Review().ShouldBeEmpty();

    [Theory]
    [InlineData("{", "handlers.json is no manifest of handlers: ")]
    [InlineData("{}", "handlers.json is no manifest of handlers: ")]
    [InlineData("null", "handlers.json is null; an object with handlers is expected.")]
    public void A_broken_manifest_is_told(string manifest, string fault) =>
        new CodeSystem { Manifest = manifest }.Review().ShouldHaveSingleItem().ShouldStartWith($"code/manifest-readable Function: {fault}");

    [Fact]
    public void The_package_lacks_the_handler() => new CodeSystem { Handler = "Nobody" }.Review()
        .ShouldBe(["code/handler-exists Function: The handler 'Nobody' is not in the package, which has Store, Authorize, Answer, Publish."]);

    [Fact]
    public void A_handler_that_is_nearly_right_is_asked_for() => new CodeSystem { Handler = "Authorise" }.Review()
        .ShouldHaveSingleItem().ShouldEndWith("Did you mean 'Authorize'?");

    [Theory]
    [InlineData("dotnet10")]
    [InlineData("nodejs22.x")]
    public void A_managed_runtime_does_not_start_the_executable(string runtime) => new CodeSystem { Function = $"\"Runtime\": \"{runtime}\"" }.Review()
        .ShouldBe([$"code/runtime-fits Function: The package is an executable named bootstrap, which the runtime {runtime} does not start."]);

    [Fact]
    public void A_custom_runtime_has_nothing_to_start()
    {
        var system = new CodeSystem { Manifest = "", Bootstrap = null };

        system.Review().ShouldBe(["code/runtime-fits Function: The runtime provided.al2023 starts an executable named bootstrap, which the package and its layers lack."]);
        (system with { Function = "\"Runtime\": \"provided.al2023\", \"Layers\": [\"arn:aws:lambda:us-east-1:123456789012:layer:runtime:1\"]" }).Review().ShouldBeEmpty();
        (system with { Function = "\"Runtime\": \"nodejs22.x\"" }).Review().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(62, "", null)]
    [InlineData(183, "", "It runs on x86_64, but its executable was built for arm64.")]
    [InlineData(62, ", \"Architectures\": [\"arm64\"]", "It runs on arm64, but its executable was built for x86_64.")]
    [InlineData(183, ", \"Architectures\": [\"arm64\"]", null)]
    [InlineData(243, "", "It runs on x86_64, but its executable was built for ELF machine 243.")]
    [InlineData(183, ", \"Architectures\": [{ \"Fn::ImportValue\": \"unknown\" }]", null)]
    public void The_processor_is_the_executables(byte machine, string property, string? fault)
    {
        var header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5], header[18]) = (2, 1, machine);

        new CodeSystem { Bootstrap = header, Function = $"\"Runtime\": \"provided.al2023\"{property}" }.Review()
            .ShouldBe(fault is null ? [] : [$"code/architecture-fits Function: {fault}"]);
    }

    [Fact]
    public void A_variable_that_is_needed_is_not_set() => new CodeSystem { Variables = """ "BUS": { "Ref": "Bus" } """, Write = NoStatement, Read = NoStatement }.Review()
        .ShouldBe(["code/variables-set Function: Store needs the environment variable TABLE, which is not set."]);

    [Theory]
    [InlineData("TABEL", " Did you mean 'TABLE'?")]
    [InlineData("OTHER", "")]
    public void A_variable_that_is_set_is_not_read(string name, string question) =>
        new CodeSystem { Variables = $$"""
            "TABLE": { "Ref": "Table" }, "BUS": { "Ref": "Bus" }, "{{name}}": "x"
            """ }.Review().ShouldBe([$"code/variables-read Function: The environment variable {name} is set, but Store reads TABLE, BUS, HINT only.{question}"]);

    [Theory]
    [InlineData("HINT")]
    [InlineData("AWS_LAMBDA_EXEC_WRAPPER")]
    [InlineData("DOTNET_TieredPGO")]
    [InlineData("TZ")]
    public void A_variable_that_is_optional_or_of_the_platform_may_be_set(string name) => new CodeSystem
    {
        Variables = $$"""
            "TABLE": { "Ref": "Table" }, "BUS": { "Ref": "Bus" }, "{{name}}": "x"
            """,
    }.Review().ShouldBeEmpty();

    [Theory]
    [InlineData("", "Store relies on items expiring by 'expiresAt', but they never expire.")]
    [InlineData(""", "TimeToLiveSpecification": { "AttributeName": "expiresAt", "Enabled": false } """, "Store relies on items expiring by 'expiresAt', but they never expire.")]
    [InlineData(""", "TimeToLiveSpecification": { "AttributeName": "ttl", "Enabled": true } """, "Store relies on items expiring by 'expiresAt', but they expire by 'ttl'.")]
    public void A_table_does_not_expire_what_the_handler_expects(string table, string fault) =>
        new CodeSystem { Table = table }.Review().ShouldBe([$"code/time-to-live-enabled Table: {fault}"]);

    private const string NoStatement = """{ "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:f:*" }""";
}
