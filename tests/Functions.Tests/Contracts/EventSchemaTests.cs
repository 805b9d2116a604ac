using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Schemas;

namespace SensorWatch.Functions.Tests.Contracts;

/// <summary>
/// Each contract against its checked-in schema, <c>Schemas/{DetailType}.v{version}.json</c>. After a compatible change, or
/// for a new contract or version, write the files with <c>UPDATE_SCHEMAS=1 dotnet test tests/Functions.Tests</c> and look at
/// the difference before you commit it. A change that breaks is never written over the file of its version.
/// </summary>
public sealed class EventSchemaTests
{
    private const string UpdateCommand = "UPDATE_SCHEMAS=1 dotnet test tests/Functions.Tests --filter EventSchemaTests";

    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1";

    public static TheoryData<string> DetailTypes { get; } = [.. EventCatalogue.All.Select(contract => contract.DetailType)];

    [Theory]
    [MemberData(nameof(DetailTypes))]
    public void A_contract_fits_its_checked_in_schema_and_reads_its_example(string detailType)
    {
        var contract = EventCatalogue.All.Single(c => c.DetailType == detailType);
        var path = PathOf(contract);
        var schema = EventSchema.OpenApi(contract);
        var reference = File.Exists(path) ? File.ReadAllText(path) : null;
        if (reference is not null)
        {
            SchemaCompatibility.Breaks(reference, schema).ShouldBeEmpty(
                $"{contract} changed in a way that breaks. Raise its version to {contract.Version + 1} and add a new file with: {UpdateCommand}");
            ReadExample(contract, reference);
        }

        if (Update)
        {
            File.WriteAllText(path, schema);
            return;
        }

        schema.ShouldBe(
            reference,
            reference is null ? $"{contract} has no schema file; write it with: {UpdateCommand}" : $"Compatible; accept it with: {UpdateCommand}");
    }

    [Fact]
    public void Every_version_up_to_the_present_one_has_its_schema() =>
        EventCatalogue.All
            .SelectMany(contract => Enumerable.Range(1, contract.Version).Select(version => PathOf(contract.DetailType, version)))
            .Where(path => !File.Exists(path))
            .ShouldBeEmpty();

    [Fact]
    public void The_document_has_the_form_that_the_schema_registry_writes()
    {
        var document = JsonNode.Parse(EventSchema.OpenApi(AlertOpened.Contract))!;

        document["openapi"]!.GetValue<string>().ShouldBe("3.0.0");
        var info = document["info"]!;
        (info["version"]!.ToString(), info["title"]!.ToString()).ShouldBe(("1.0.0", "AlertOpened"));
        info["description"]!.ToString().ShouldNotBeEmpty("people choose an event by what it tells");
        document["paths"]!.ToJsonString().ShouldBe("{}");
        var schemas = document["components"]!["schemas"]!.AsObject();
        schemas.Select(schema => schema.Key).ShouldBe(["AWSEvent", "Alert", "AlertOpened", "AlertOpenedData", "EventMetadata"]);
        var @event = schemas["AWSEvent"]!;
        @event["x-amazon-events-detail-type"]!.GetValue<string>().ShouldBe("AlertOpened");
        @event["x-amazon-events-source"]!.GetValue<string>().ShouldBe("sensorwatch.alerts");
        @event["properties"]!["detail"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/AlertOpened");
        schemas["AlertOpened"]!["properties"]!["data"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/AlertOpenedData");
        EventSchema.Name(AlertOpened.Contract).ShouldBe("sensorwatch.alerts@AlertOpened");
    }

    [Fact]
    public void Members_carry_types_formats_values_and_descriptions()
    {
        var alert = JsonNode.Parse(EventSchema.OpenApi(AlertOpened.Contract))!["components"]!["schemas"]!["Alert"]!;

        alert["description"]!.GetValue<string>().ShouldStartWith("What every event about an alert tells of it");
        alert["required"]!.AsArray().Select(name => name!.GetValue<string>())
            .ShouldBe(["alertId", "kind", "message", "openedAt", "severity", "subject"]);
        alert["properties"]!["severity"]!.ToJsonString().ShouldBe("""{"type":"string","enum":["warning","critical"]}""");
        alert["properties"]!["openedAt"]!["format"]!.GetValue<string>().ShouldBe("date-time");
        alert["properties"]!["value"]!["type"]!.GetValue<string>().ShouldBe("number");
        alert["properties"]!["value"]!["description"]!.GetValue<string>().ShouldBe("The value that opened the alert; null for alerts of another kind.");
        alert.AsObject().ContainsKey("additionalProperties").ShouldBeFalse();
    }

    [Fact]
    public void Parameters_of_a_record_are_described_too_and_are_required()
    {
        var reading = JsonNode.Parse(EventSchema.OpenApi(ReadingsRecorded.Contract))!["components"]!["schemas"]!["Reading"]!;

        reading["required"]!.ToJsonString().ShouldBe("""["time","value"]""");
        reading["properties"]!["time"]!["description"]!.GetValue<string>().ShouldBe("When, UTC.");
    }

    private static void ReadExample(EventContract contract, string reference)
    {
        var example = JsonNode.Parse(reference)!["components"]!["schemas"]!["AWSEvent"]!["example"]!;
        typeof(EventSchemaTests).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(contract.DataType)
            .Invoke(null, [example.ToJsonString()]);
    }

    private static void Read<T>(string example)
        where T : IEvent<T> =>
        JsonSerializer.Deserialize(example, T.Contract.Json)!.DetailType.ShouldBe(T.Contract.DetailType);

    private static string PathOf(EventContract contract) => PathOf(contract.DetailType, contract.Version);

    private static string PathOf(string detailType, int version) =>
        Path.Combine(Folder(AppContext.BaseDirectory), "Contracts", "Schemas", $"{detailType}.v{version}.json");

    private static string Folder(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Functions.Tests");
            }
        }

        throw new DirectoryNotFoundException($"Expected Infra.sln in a folder above {start}; found none.");
    }
}
