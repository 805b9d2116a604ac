using System.Text.Json.Nodes;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Templates.Tests.Pricing;

/// <summary>Prices worked out by hand.</summary>
public sealed class CostModelTests
{
    private const double Close = 1e-9;

    [Fact]
    public void A_million_requests_cost_the_sum_of_their_steps()
    {
        var bill = new PricedSystem().Price();

        bill.Unpriced.ShouldBeEmpty();
        Dollars(bill, "API Gateway").ShouldBe(1.00, Close);
        Dollars(bill, "EventBridge").ShouldBe(1.00, Close);
        Dollars(bill, "SQS").ShouldBe(3 * 0.40, Close); // A send, a receive and a delete each.
        Dollars(bill, "Lambda").ShouldBe(2 * (0.20 + (100_000 * 0.0000166667)), Close); // Two functions, 0.1 s of 1 GB.
        Dollars(bill, "DynamoDB").ShouldBe(2 * 0.625, Close); // 1,500 bytes are two units.
        bill.Dollars(ChargeBasis.Use).ShouldBe(1 + 1 + 1.2 + (2 * (0.2 + 1.66667)) + 1.25, Close);
    }

    [Fact]
    public void Each_charge_names_who_causes_it()
    {
        var bill = new PricedSystem().Price();

        bill.ByComponent(ChargeBasis.Use).Select(line => (line.Name, Math.Round(line.Dollars, 5))).ShouldBe(
            [("Keep", 1.2 + 0.2 + 1.66667 + 1.25), ("Take", 1 + 0.2 + 1.66667), ("HTTP API, POST /things", 1)]);
    }

    [Fact]
    public void An_empty_queue_is_polled_fifteen_times_a_minute()
    {
        var bill = new PricedSystem().Price(requests: 0);

        bill.Dollars(ChargeBasis.Use).ShouldBe(0);
        bill.Dollars(ChargeBasis.Month).ShouldBe(15 * 60 * 730 * 0.40 / 1_000_000, Close);
        bill.Charges.ShouldHaveSingleItem().Component.ShouldBe("Keep");
    }

    [Fact]
    public void Time_spent_waiting_costs_by_memory()
    {
        new PricedSystem().Set("Keep", "MemorySize", "2048").Dollars(PriceItem.LambdaGigabyteSecondsX86).ShouldBe(3 * 1.66667, Close);
        new PricedSystem().Set("Keep", "MemorySize", "512").Dollars(PriceItem.LambdaGigabyteSecondsX86).ShouldBe(1.5 * 1.66667, Close);
    }

    [Fact]
    public void Less_memory_makes_work_slower_and_so_saves_nothing_of_it()
    {
        var works = () => new PricedSystem { WaitMilliseconds = 0, Keep = new() { CpuMilliseconds = 10 } };

        var small = works().Set("Keep", "MemorySize", "128").Dollars(PriceItem.LambdaGigabyteSecondsX86);

        small.ShouldBe(works().Set("Keep", "MemorySize", "1024").Dollars(PriceItem.LambdaGigabyteSecondsX86), Close);
        works().Set("Keep", "MemorySize", "3538").Dollars(PriceItem.LambdaGigabyteSecondsX86).ShouldBe(2 * small, Close); // A second processor idles.
    }

    [Fact]
    public void The_use_of_each_function_is_told()
    {
        var system = new PricedSystem { Keep = new() { CpuMilliseconds = 10, LogLines = [new(null, 74)] } }.Set("Mapping", "MaximumBatchingWindowInSeconds", "300");

        var bill = system.Price();

        bill.Functions.Select(use => use.Component).ShouldBe(["Take", "Keep"]);
        bill.Functions[1].ShouldBe(new("Keep", 100_000, 10, 100 + (10 * 10 * 1769 / 1024.0), 1024, "x86_64", 10 * 100));
    }

    [Fact]
    public void The_processor_of_the_template_has_its_own_price() =>
        new PricedSystem().Set("Keep", "Architectures", """["arm64"]""").Dollars(PriceItem.LambdaGigabyteSecondsArm).ShouldBe(1.33334, Close);

    [Fact]
    public void A_window_gathers_messages_into_fewer_requests_and_invocations()
    {
        var gathering = () => new PricedSystem().Set("Mapping", "MaximumBatchingWindowInSeconds", "300");

        // 0.38 messages a second fill the batch of ten: a send each, a receive and a delete for ten.
        gathering().Dollars(PriceItem.SqsRequests).ShouldBe(1.2 * 0.40, Close);
        gathering().Dollars(PriceItem.LambdaRequests).ShouldBe(1.1 * 0.20, Close);

        gathering().Set("Mapping", "BatchSize", "2").Dollars(PriceItem.SqsRequests).ShouldBe(2 * 0.40, Close);
        new PricedSystem().Set("Mapping", "MaximumBatchingWindowInSeconds", "1").Dollars(PriceItem.LambdaRequests)
            .ShouldBe(0.20 + (0.20 / (1 + (1_000_000 / 2_628_000.0))), Close);
    }

    [Fact]
    public void Another_rule_into_the_queue_brings_each_message_twice()
    {
        var system = new PricedSystem();
        var twice = new PricedSystem().With("Other", new JsonObject { ["Type"] = "AWS::Events::Rule", ["Properties"] = system["Rule"].DeepClone() }.ToJsonString());

        twice.Dollars(PriceItem.SqsRequests).ShouldBe(2 * 3 * 0.40, Close);
        twice.Dollars(PriceItem.DynamoDbWrites).ShouldBe(2 * 1.25, Close);
        twice.Dollars(PriceItem.EventBridgeEvents).ShouldBe(1.00, Close);
    }

    [Theory]
    [InlineData("EventPattern", """{ "detail": { "size": [{ "numeric": [">", 4] }] } }""")]
    [InlineData("EventPattern", """{ "detail-type": ["ThingMode"] }""")]
    [InlineData("EventBusName", "\"default\"")]
    [InlineData("State", "\"DISABLED\"")]
    public void What_a_rule_does_not_match_costs_its_publishing_only(string property, string value)
    {
        var bill = new PricedSystem().Set("Rule", property, value).Price();

        bill.ByComponent(ChargeBasis.Use).Select(line => line.Name).ShouldBe(["Take", "HTTP API, POST /things"]);
        Dollars(bill, "EventBridge").ShouldBe(1.00, Close);
    }

    [Fact]
    public void An_archive_costs_what_it_takes_and_what_it_keeps()
    {
        const string Archive = """{ "Type": "AWS::Events::Archive", "Properties": { "SourceArn": { "Fn::GetAtt": ["Bus", "Arn"] } } }""";
        var gigabytes = 1_000_000 * """{"source":"things","detail-type":"ThingMade","detail":{"size":4}}""".Length / Math.Pow(1024, 3);

        new PricedSystem().With("Archive", Archive).Dollars(PriceItem.EventBridgeArchived).ShouldBe(gigabytes * 0.10, Close);
        new PricedSystem().With("Archive", Archive).Dollars(PriceItem.EventBridgeArchiveStorage, ChargeBasis.Kept).ShouldBe(gigabytes * 0.023, Close);
        new PricedSystem().With("Archive", Archive).Set("Archive", "EventPattern", """{ "source": ["others"] }""")
            .Dollars(PriceItem.EventBridgeArchived).ShouldBe(0);
    }

    [Fact]
    public void An_authorizer_is_asked_as_often_as_its_cache_makes_it()
    {
        var guarded = () => new PricedSystem()
            .With("Check", """{ "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "provided.al2023", "Handler": "Check", "Code": {}, "Role": "r" } }""")
            .With("Authorizer", """
                { "Type": "AWS::ApiGatewayV2::Authorizer", "Properties": { "ApiId": { "Ref": "Api" }, "Name": "check", "AuthorizerType": "REQUEST",
                  "AuthorizerUri": { "Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Check.Arn}/invocations" } } }
                """)
            .Set("Route", "AuthorizerId", """{ "Ref": "Authorizer" }""");

        // Each minute a request, and an answer holds for five minutes: one of five asks.
        guarded().Dollars(PriceItem.LambdaRequests).ShouldBe(0.20 * (2 + (1 / 5.0)), Close);
        guarded().Set("Authorizer", "AuthorizerResultTtlInSeconds", "301").Dollars(PriceItem.LambdaRequests).ShouldBe(0.20 * (2 + (1 / 6.0)), Close);
        guarded().Set("Authorizer", "AuthorizerResultTtlInSeconds", "0").Dollars(PriceItem.LambdaRequests).ShouldBe(0.20 * 3, Close);
    }

    [Fact]
    public void A_schedule_costs_each_month()
    {
        var system = new PricedSystem()
            .With("Sweep", """{ "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "provided.al2023", "Handler": "Sweep", "Code": {}, "Role": "r" } }""")
            .With("Clock", """
                { "Type": "AWS::Events::Rule", "Properties": { "ScheduleExpression": "rate(5 minutes)", "Targets": [{ "Id": "f", "Arn": { "Fn::GetAtt": ["Sweep", "Arn"] } }] } }
                """);

        system.Dollars(PriceItem.LambdaRequests, ChargeBasis.Month).ShouldBe(730 * 12 * 0.20 / 1_000_000, Close);
        system.Set("Clock", "ScheduleExpression", "\"cron(0 6 * * ? *)\"").Price().Unpriced.ShouldHaveSingleItem().ShouldContain("cron(0 6 * * ? *)");
    }

    [Fact]
    public void Alarms_dashboards_and_metrics_cost_each_month()
    {
        var system = new PricedSystem { Keep = new() { Metrics = ["Kept", "Kept", "Thrown"] } }
            .With("Slow", """{ "Type": "AWS::CloudWatch::Alarm", "Properties": { "Period": 60, "MetricName": "Errors" } }""")
            .With("Fast", """{ "Type": "AWS::CloudWatch::Alarm", "Properties": { "Period": 10, "MetricName": "Errors" } }""")
            .With("Sum", """{ "Type": "AWS::CloudWatch::Alarm", "Properties": { "Metrics": [{ "Id": "s", "Expression": "a+b" }, { "Id": "a", "MetricStat": {} }, { "Id": "b", "MetricStat": {} }] } }""")
            .With("Board", """{ "Type": "AWS::CloudWatch::Dashboard", "Properties": {} }""");

        system.Dollars(PriceItem.AlarmMetrics, ChargeBasis.Month).ShouldBe(0.30, Close);
        system.Dollars(PriceItem.HighResolutionAlarmMetrics, ChargeBasis.Month).ShouldBe(0.30, Close);
        system.Dollars(PriceItem.Dashboards, ChargeBasis.Month).ShouldBe(3.00, Close);
        system.Dollars(PriceItem.CustomMetrics, ChargeBasis.Month).ShouldBe(0.60, Close);
        system.Price(requests: 0).Charges.ShouldNotContain(charge => charge.Item == PriceItem.CustomMetrics);
    }

    [Fact]
    public void Logs_cost_by_what_the_levels_let_through()
    {
        var logging = () => new PricedSystem { Keep = new() { LogLines = [new("INFO", 974), new(null, 474)] } };

        logging().Dollars(PriceItem.LogsIngested).ShouldBe(0.50 * 500e6 / Math.Pow(1024, 3), Close);
        logging().Set("Keep", "LoggingConfig", """{ "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN" }""")
            .Dollars(PriceItem.LogsIngested).ShouldBe(0.50 * 1500e6 / Math.Pow(1024, 3), Close);
        logging().Set("Keep", "LoggingConfig", """{ "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO" }""")
            .Dollars(PriceItem.LogsIngested).ShouldBe(0.50 * (500e6 + 427e6) / Math.Pow(1024, 3), Close);
    }

    [Fact]
    public void Traces_cost_up_to_one_a_second_and_one_in_twenty_of_the_rest()
    {
        var traced = new PricedSystem().Set("Keep", "TracingConfig", """{ "Mode": "Active" }""");

        traced.Dollars(PriceItem.TracesRecorded).ShouldBe(5.00, Close);
        traced.Price(requests: 4_628_000).Charges.Single(charge => charge.Item == PriceItem.TracesRecorded).Quantity
            .ShouldBe(2_628_000 + (0.05 * 2_000_000), Close);
    }

    [Fact]
    public void What_is_not_known_is_said_and_not_left_out_in_silence()
    {
        new PricedSystem().Set("Keep", "Handler", "\"Other\"").Price().Unpriced.ShouldHaveSingleItem().ShouldContain("What Other does with 'ThingMade'");
        new PricedSystem().Set("Route", "RouteKey", "\"POST /others\"").Price().Unpriced.ShouldHaveSingleItem().ShouldContain("no route 'POST /things'");
        new PricedSystem().Set("Rule", "Targets", """[{ "Id": "t", "Arn": "arn:aws:sns:us-east-1:123456789012:topic" }]""").Price()
            .Unpriced.ShouldHaveSingleItem().ShouldContain("arn:aws:sns");
    }

    [Fact]
    public void A_circle_of_events_ends_and_is_said() => new PricedSystem()
        .Set("Rule", "Targets", """[{ "Id": "t", "Arn": { "Fn::GetAtt": ["Take", "Arn"] } }]""")
        .Price().Unpriced.ShouldHaveSingleItem().ShouldContain("Take is reached in a circle of events");

    private static double Dollars(Bill bill, string service) => bill.ByService(ChargeBasis.Use).Single(line => line.Name == service).Dollars;
}
