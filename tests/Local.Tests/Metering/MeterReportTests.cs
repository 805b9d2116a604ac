using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Console;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Tests.Metering;

public sealed class MeterReportTests
{
    private const double Close = 1e-15;

    private static readonly ForecastFile Forecast = new(
        new("orders", "shop", "Ordered", "lines"), [new("Dev", [new("SQS", 0.002), new("Lambda", 0.001)]), new("Prod", [new("SQS", 1)])]);

    [Fact]
    public void The_bill_has_each_service_with_what_was_used_of_it_the_dearest_first()
    {
        var usage = new UsageMeter();
        usage.Add(UsageItem.MessageSends, 5000);
        usage.Add(UsageItem.MessageDeletes, 1000);
        usage.Add(UsageItem.EventsPut, 1000);
        usage.Add(UsageItem.LogBytes, 0.008);

        var report = Reader(usage).Read();

        report.Services.Select(service => service.Service).ShouldBe(["CloudWatch Logs", "SQS", "EventBridge"]);
        report.Services[1].Items.ShouldBe(
        [
            new("sends", 5000, "requests to standard queues, 64 KB each", "$0.40 per million", 0.002),
            new("deletes", 1000, "requests to standard queues, 64 KB each", "$0.40 per million", 0.0004),
        ]);
        report.Services[0].Items.Single().Price.ShouldBe("$0.50 per GB");
        report.Total.ShouldBe(0.004 + 0.0024 + 0.001, Close);
    }

    [Fact]
    public void A_thousand_of_the_unit_cost_their_share_of_the_total()
    {
        var usage = new UsageMeter(Forecast.Unit);
        usage.Add(UsageItem.EventsPut, 50);
        Reader(usage).Read().PerThousand.ShouldBeNull();

        for (var i = 0; i < 5; i++)
        {
            usage.CountUnits(System.Text.Json.JsonElement.Parse("""{"source":"shop","detail-type":"Ordered","detail":{"lines":[1,2,3,4]}}"""));
        }

        var report = Reader(usage).Read();
        report.Unit.ShouldBe(new("orders", 20));
        report.PerThousand!.Value.ShouldBe(50 / 1e6 / 20 * 1000, Close);
    }

    [Fact]
    public async Task The_console_shows_what_a_run_cost_next_to_the_forecast_of_its_stage()
    {
        await using var host = await ConsoleHost.StartAsync(
            """
            {
              "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "app" } },
              "Alarm": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                  "Namespace": "Shop", "MetricName": "Sold", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
                  "ComparisonOperator": "LessThanThreshold"
                }
              }
            }
            """,
            forecast: Forecast);
        await PutAsync(host);

        var meter = await host.GetAsync("meter");

        meter["unit"]!.ToJsonString().ShouldBe("""{"name":"orders","count":2}""");
        meter["services"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(
            """{"service":"EventBridge","items":[{"name":"events put","quantity":1,"unit":"custom events put, 64 KB each","price":"$1.00 per million","amount":1E-06}],"amount":1E-06}""");
        meter["total"]!.GetValue<double>().ShouldBe(1e-6, Close);
        meter["perThousand"]!.GetValue<double>().ShouldBe(0.0005, Close);
        meter["forecast"]!.ToJsonString().ShouldBe("""{"perThousand":0.003,"services":[{"service":"SQS","amount":0.002},{"service":"Lambda","amount":0.001}]}""");
        meter["notes"]!.AsArray().ShouldContain(note => note!.GetValue<string>().StartsWith("While it stands it costs $0.10 a month more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_that_says_nothing_has_neither_unit_nor_forecast()
    {
        await using var host = await ConsoleHost.StartAsync("""{ "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "app" } } }""");
        await PutAsync(host);

        var meter = await host.GetAsync("meter");

        meter["unit"].ShouldBeNull();
        meter["forecast"].ShouldBeNull();
        meter["perThousand"].ShouldBeNull();
        meter["total"]!.GetValue<double>().ShouldBe(1e-6, Close);
    }

    [Fact]
    public void What_the_console_reads_costs_nothing() => Reader(new()).Read().Services.ShouldBeEmpty();

    private static MeterReader Reader(UsageMeter usage) => new(usage, Deployment.Resolve([]), null, DateTimeOffset.UnixEpoch);

    private static async Task PutAsync(ConsoleHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent($$"""{"Entries":[{{EventFixture.Entry(detail: """{"lines":[1,2]}""")}}]}"""),
        };
        request.Headers.Add("X-Amz-Target", "AWSEvents.PutEvents");
        using var response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
