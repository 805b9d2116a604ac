using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

public sealed class MetricsTests : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 7, 0, 0, 250, TimeSpan.Zero));

    private string Text => Encoding.UTF8.GetString(_output.ToArray());

    public void Dispose() => _output.Dispose();

    [Fact]
    public void What_an_invocation_counted_is_one_line_in_the_embedded_metric_format()
    {
        var log = new JsonLogger(_output, LogLevel.Information, _time);
        log.Begin("request-1", "Root=1-2-3");
        var metrics = Create(log);

        metrics.Add(BusinessMetric.AlertsResolved, 1);
        metrics.Add(BusinessMetric.AlertsOpened, 2);
        metrics.Add(BusinessMetric.AlertsResolved, 3);
        metrics.Write();

        Text.ShouldBe(
            """
            {"timestamp":"2026-11-23T07:00:00.250Z","level":"INFO","requestId":"request-1","traceId":"Root=1-2-3",
            "_aws":{"Timestamp":1795417200250,"CloudWatchMetrics":[{"Namespace":"SensorWatch","Dimensions":[["FunctionName"]],
            "Metrics":[{"Name":"AlertsOpened","Unit":"Count"},{"Name":"AlertsResolved","Unit":"Count"}]}]},
            "FunctionName":"Dev-CheckLimits","AlertsOpened":2,"AlertsResolved":4}
            """.ReplaceLineEndings(string.Empty) + "\n");
    }

    [Fact]
    public void Only_what_is_not_zero_is_written()
    {
        var metrics = Create(new JsonLogger(_output, LogLevel.Information, _time));

        metrics.Add(BusinessMetric.AlertsOpened, 0);
        metrics.Add(BusinessMetric.AlertsResolved, 1);
        metrics.Write();

        Text.ShouldNotContain("AlertsOpened");
        Text.ShouldContain("\"AlertsResolved\":1");
    }

    [Fact]
    public void Nothing_is_written_when_all_is_zero()
    {
        var metrics = Create(new JsonLogger(_output, LogLevel.Information, _time));

        metrics.Add(BusinessMetric.AlertsOpened, 0);
        metrics.Write();

        Text.ShouldBeEmpty();
    }

    [Fact]
    public void The_next_invocation_begins_at_zero()
    {
        var metrics = Create(new JsonLogger(_output, LogLevel.Information, _time));
        metrics.Add(BusinessMetric.AlertsOpened, 1);
        metrics.Write();
        var before = Text;

        metrics.Write();

        Text.ShouldBe(before);
    }

    [Theory]
    [InlineData(LogLevel.Debug, "INFO")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void No_level_keeps_metrics_out_of_the_log(LogLevel minimum, string level)
    {
        var metrics = Create(new JsonLogger(_output, minimum, _time));
        metrics.Add(BusinessMetric.AlertsOpened, 1);

        metrics.Write();

        JsonNode.Parse(Text)!["level"]!.GetValue<string>().ShouldBe(level);
    }

    [Fact]
    public void A_metric_that_the_handler_did_not_declare_is_refused() =>
        Should.Throw<ArgumentException>(() => Create(new JsonLogger(_output, LogLevel.Information, _time)).Add(BusinessMetric.ReadingsStored, 1))
            .Message.ShouldStartWith("The handler counts ReadingsStored without declaring it: add it to its WrittenMetrics.");

    private static Metrics Create(JsonLogger log) =>
        new(log, "Dev-CheckLimits", [BusinessMetric.AlertsOpened, BusinessMetric.AlertsResolved]);
}
