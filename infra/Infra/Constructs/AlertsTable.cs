using System.Text.Json.Nodes;
using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;

namespace SensorWatch.Infra.Constructs;

/// <summary>Alerts, what judging remembers, and markers of what was done. Its stream becomes the events about alerts.</summary>
public sealed class AlertsTable : Construct
{
    private readonly CfnTable _table;

    public AlertsTable(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _table = TableResource.Create(this, context, new()
        {
            PartitionKey = AlertTable.PartitionKey,
            Indexes =
            [
                new(AlertTable.StatusIndex, AlertTable.Status, AlertTable.OpenedAt, "ALL"),
                new(AlertTable.SubjectIndex, AlertTable.Subject, AlertTable.OpenedAt, "ALL"),
                new(AlertTable.SilenceIndex, AlertTable.Watch, AlertTable.DueAt, "KEYS_ONLY"),
            ],
            TimeToLive = AlertTable.TimeToLiveAttribute,
            HasStream = true,
        });
    }

    /// <summary>May look alerts up.</summary>
    public Access Read => Told(
        Statement("ReadAlerts", "dynamodb:GetItem"),
        new("ListAlerts", ["dynamodb:Query"], [IndexArn(AlertTable.StatusIndex), IndexArn(AlertTable.SubjectIndex)]));

    /// <summary>May change an alert that exists.</summary>
    public Access Acknowledge => Told(Statement("AcknowledgeAlerts", "dynamodb:GetItem", "dynamodb:PutItem"));

    /// <summary>May open and resolve alerts, and keep what it judges by. A transaction needs the rights of its actions.</summary>
    public Access Judge => Told(Statement("JudgeAlerts", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"));

    /// <summary>May find sensors that are overdue.</summary>
    public Access FindSilent => Told(new AccessStatement("FindSilent", ["dynamodb:Query"], [IndexArn(AlertTable.SilenceIndex)]));

    /// <summary>
    /// May mark what was notified, and touch no alert: IAM compares the keys,
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    /// </summary>
    public Access MarkNotified => Told(Statement("MarkNotified", "dynamodb:UpdateItem") with
    {
        Conditions = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["ForAllValues:StringLike"] = new Dictionary<string, string> { ["dynamodb:LeadingKeys"] = AlertTable.DoneKey(nameof(NotifyOperators), "*") },
        },
    });

    /// <summary>Every change of an alert. What judging remembers changes with each reading, and is nobody else's concern.</summary>
    public TableStream Changes => new("Alerts", _table.AttrStreamArn)
    {
        Filter = new()
        {
            ["dynamodb"] = new JsonObject
            {
                ["Keys"] = new JsonObject
                {
                    [AlertTable.PartitionKey] = new JsonObject { ["S"] = new JsonArray(new JsonObject { ["prefix"] = AlertTable.AlertPrefix }) },
                },
            },
        },
    };

    private AccessStatement Statement(string purpose, params IReadOnlyList<string> actions) => new(purpose, actions, [_table.AttrArn]);

    private Access Told(params IReadOnlyList<AccessStatement> statements) =>
        new Access { Statements = statements }.Told(AlertStore.TableNameVariable, _table.Ref);

    private string IndexArn(string index) => $"{_table.AttrArn}/index/{index}";
}
