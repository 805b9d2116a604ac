using System.Diagnostics;
using System.Text.Json.Nodes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Runtime;

public sealed class HandlerManifestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JsonObject[] _handlers = [.. Read(HandlerManifest.Write(HandlerTable.All))];

    [Fact]
    public void It_names_every_handler() =>
        _handlers.Select(handler => (string?)handler["name"]).ShouldBe(HandlerTable.All.Select(handler => handler.Name), ignoreOrder: true);

    [Theory]
    [InlineData(nameof(StoreReadings), "Queue", true)]
    [InlineData(nameof(PublishChanges), "Stream", true)]
    [InlineData(nameof(RegisterSensor), "HttpRequest", false)]
    [InlineData(nameof(Authorize), "HttpAuthorizer", false)]
    public void It_tells_what_a_handler_takes_and_gives(string name, string kind, bool reportsFailures)
    {
        ((string?)Handler(name)["event"]).ShouldBe(kind);
        ((bool?)Handler(name)["reportsBatchItemFailures"]).ShouldBe(reportsFailures);
    }

    [Fact]
    public void An_event_of_another_type_is_named_by_it() => HandlerEvent.Of<Question, Reply>().ShouldBe(new HandlerEvent(nameof(Question), false));

    [Fact]
    public void It_tells_what_is_done_with_a_variables_resource()
    {
        var need = Handler(nameof(StoreReadings))["needs"]!.AsArray().ShouldHaveSingleItem()!;

        ((string?)need["variable"]).ShouldBe(ReadingStore.TableNameVariable);
        need["actions"]!.AsArray().Select(action => (string?)action).ShouldBe(["dynamodb:BatchWriteItem"]);
    }

    [Fact]
    public void It_tells_what_is_published()
    {
        var need = Handler(nameof(ReceiveReadings))["needs"]!.AsArray().ShouldHaveSingleItem()!;

        ((string?)need["variable"]).ShouldBe(EventPublisher.BusNameVariable);
        need["publishes"]!.ToJsonString().ShouldBe("""{"source":"sensorwatch.readings","detailType":"ReadingsRecorded"}""");
    }

    [Fact]
    public void A_variable_that_one_need_can_not_do_without_is_required()
    {
        Need[] needs = [Need.Variable("A").IfSet(), Need.To("A", "s3:GetObject"), Need.Variable("B").IfSet(), Need.OfEvents("s3:PutObject")];

        needs.Variables().ShouldBe(["A"]);
        needs.OptionalVariables().ShouldBe(["B"]);
    }

    [Fact]
    public async Task The_program_writes_it_and_ends()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(
                Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap"), [HandlerManifest.WriteOption, file]);
            await process.WaitForExitAsync().WaitAsync(Patience);

            process.ExitCode.ShouldBe(0);
            (await File.ReadAllBytesAsync(file)).ShouldBe(HandlerManifest.Write(HandlerTable.All));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<JsonObject> Read(byte[] json) => JsonNode.Parse(json)!["handlers"]!.AsArray().Select(handler => handler!.AsObject());

    private JsonObject Handler(string name) => _handlers.Single(handler => (string?)handler["name"] == name);
}
