using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Tests.Pricing;

/// <summary>A route whose function publishes an event, which a rule sends by a queue to a function that stores an item.</summary>
internal sealed class PricedSystem
{
    public const double Requests = 1_000_000;

    private readonly JsonObject _template = (JsonObject)JsonNode.Parse("""
        {
          "Resources": {
            "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "api", "ProtocolType": "HTTP" } },
            "Integration": { "Type": "AWS::ApiGatewayV2::Integration", "Properties": { "ApiId": { "Ref": "Api" }, "IntegrationType": "AWS_PROXY",
              "IntegrationUri": { "Fn::GetAtt": ["Take", "Arn"] }, "PayloadFormatVersion": "2.0" } },
            "Route": { "Type": "AWS::ApiGatewayV2::Route", "Properties": { "ApiId": { "Ref": "Api" }, "RouteKey": "POST /things",
              "Target": { "Fn::Join": ["/", ["integrations", { "Ref": "Integration" }]] } } },
            "Take": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "provided.al2023", "Handler": "Take", "Code": {}, "Role": "r", "MemorySize": 1024,
              "LoggingConfig": { "ApplicationLogLevel": "WARN", "SystemLogLevel": "WARN" }, "Environment": { "Variables": { "BUS": { "Ref": "Bus" } } } } },
            "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "bus" } },
            "Rule": { "Type": "AWS::Events::Rule", "Properties": { "EventBusName": { "Ref": "Bus" }, "EventPattern": { "detail": { "size": [{ "numeric": [">", 3] }] } },
              "Targets": [{ "Id": "Queue", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } }] } },
            "Queue": { "Type": "AWS::SQS::Queue", "Properties": {} },
            "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] },
              "FunctionName": { "Ref": "Keep" }, "BatchSize": 10 } },
            "Keep": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "provided.al2023", "Handler": "Keep", "Code": {}, "Role": "r", "MemorySize": 1024,
              "LoggingConfig": { "ApplicationLogLevel": "WARN", "SystemLogLevel": "WARN" }, "Environment": { "Variables": { "TABLE": { "Ref": "Table" } } } } },
            "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
              "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }, { "AttributeName": "colour", "AttributeType": "S" }] } }
          }
        }
        """)!;

    /// <summary>What each of the two functions waits for in an invocation or for a thing.</summary>
    public double WaitMilliseconds { get; init; } = 100;

    public ItemWrite Written { get; init; } = new()
    {
        TableVariable = "TABLE",
        Kind = "thing",
        Attributes = new Dictionary<string, double> { ["id"] = 100, ["colour"] = 100, ["text"] = 1300 },
        Key = new JsonObject { ["id"] = new JsonObject { ["S"] = "thing#1" } },
    };

    public Work Keep { get; init; } = Work.None;

    public Work Take { get; init; } = Work.None;

    public JsonObject this[string logicalId] => _template["Resources"]![logicalId]!["Properties"]!.AsObject();

    /// <summary>Adds a resource, or puts another in its place.</summary>
    public PricedSystem With(string logicalId, string resource)
    {
        _template["Resources"]![logicalId] = JsonNode.Parse(resource);
        return this;
    }

    /// <summary>Sets a property.</summary>
    public PricedSystem Set(string logicalId, string property, string value)
    {
        this[logicalId][property] = JsonNode.Parse(value);
        return this;
    }

    public Bill Price(double requests = Requests) =>
        CostModel.Price(Deployment.Resolve([Stacks.Stack(_template.ToJsonString())]), Workload(requests), PriceList.UsEast1);

    /// <summary>US dollars that grow with use, of one item.</summary>
    public double Dollars(PriceItem item, ChargeBasis basis = ChargeBasis.Use)
    {
        var bill = Price();
        return bill.Charges.Where(charge => charge.Basis == basis && charge.Item == item).Sum(bill.Dollars);
    }

    private Workload Workload(double requests)
    {
        var take = Take with
        {
            Events = [new("BUS", JsonSerializer.SerializeToElement(JsonNode.Parse("""{"source": "things", "detail-type": "ThingMade", "detail": {"size": 4}}""")), 200)],
        };
        return new()
        {
            Requests = [new("POST /things", requests, 1000, 60)],
            ColdStartShare = 0,
            Handlers = new Dictionary<string, HandlerProfile>
            {
                ["Take"] = Profile(take, "POST /things", "ThingMade"),
                ["Keep"] = Profile(Keep with { Writes = [Written] }, "ThingMade"),
                ["Publish"] = Profile(Work.None, "thing"),
                ["Check"] = Profile(Work.None, HandlerProfile.Authorization),
                ["Sweep"] = Profile(Work.None, HandlerProfile.ScheduledEvent),
            },
        };
    }

    private HandlerProfile Profile(Work work, params IReadOnlyList<string> kinds) =>
        new(new() { WaitMilliseconds = WaitMilliseconds }, kinds.ToDictionary(kind => kind, _ => work));
}
