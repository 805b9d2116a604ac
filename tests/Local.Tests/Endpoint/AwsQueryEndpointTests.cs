using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Endpoint;

public sealed class AwsQueryEndpointTests : IAsyncLifetime, IDisposable
{
    private static readonly XNamespace Sample = "http://example.com/doc/";

    private HttpServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        var endpoint = new AwsQueryEndpoint([new SampleService()], CallGate.Open, NullLogger.Instance);
        _server.Serve(context => endpoint.HandleAsync(context, "sample"));
        _client = new() { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_answer_has_the_actions_result_and_an_id_in_the_services_namespace()
    {
        var (status, answer) = await PostAsync("Echo", "a b&ø<");

        status.ShouldBe(HttpStatusCode.OK);
        answer.Name.ShouldBe(Sample + "EchoResponse");
        answer.Element(Sample + "EchoResult")!.Element(Sample + "Value")!.Value.ShouldBe("a b&ø<");
        answer.Element(Sample + "ResponseMetadata")!.Element(Sample + "RequestId")!.Value.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("Refuse", HttpStatusCode.NotFound, "Sender", "NotFound", "no such thing")]
    [InlineData("Break", HttpStatusCode.InternalServerError, "Receiver", "InternalError", "it broke")]
    [InlineData("Unknown", HttpStatusCode.NotImplemented, "Receiver", "NotImplemented", "does not serve sample Unknown. It serves: Echo, Refuse")]
    public async Task An_error_tells_who_is_at_fault_code_and_message(string action, HttpStatusCode status, string type, string code, string message)
    {
        var (answered, answer) = await PostAsync(action, "x");

        answered.ShouldBe(status);
        answer.Name.ShouldBe(Sample + "ErrorResponse");
        var error = answer.Element(Sample + "Error")!;
        error.Element(Sample + "Type")!.Value.ShouldBe(type);
        error.Element(Sample + "Code")!.Value.ShouldBe(code);
        error.Element(Sample + "Message")!.Value.ShouldContain(message);
        answer.Element(Sample + "RequestId").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_long_list_is_read_to_its_first_gap()
    {
        using var content = new FormUrlEncodedContent(
        [
            new("Action", "Count"),
            .. Enumerable.Range(1, 12).Select(i => KeyValuePair.Create($"List.member.{i}.Name", "x")),
            new("List.member.14.Name", "x"),
        ]);

        var answer = XElement.Parse(await (await _client.PostAsync("/", content)).Content.ReadAsStringAsync());

        answer.Descendants(Sample + "Value").Single().Value.ShouldBe("12");
    }

    private async Task<(HttpStatusCode Status, XElement Answer)> PostAsync(string action, string value)
    {
        using var content = new FormUrlEncodedContent([new("Action", action), new("Version", "1"), new("Value", value)]);
        var answer = await _client.PostAsync("/", content);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/xml");
        return (answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private sealed class SampleService : IAwsQueryService
    {
        public string SigningName => "sample";

        public XNamespace XmlNamespace => Sample;

        public IReadOnlyCollection<string> Operations => ["Echo", "Refuse"];

        public IReadOnlyList<XElement>? Handle(ServiceCall call) => call.Operation switch
        {
            "Echo" => [new("Value", call.Form.Text("Value"))],
            "Count" => [new("Value", call.Form.Structures("List.member").Count)],
            "Refuse" => throw new AwsException("NotFound", "no such thing", 404),
            "Break" => throw new InvalidOperationException("it broke"),
            _ => null,
        };
    }
}
