using System.Xml.Linq;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Topics;

/// <summary>SNS's API, as far as topics that templates declare need it: https://docs.aws.amazon.com/sns/latest/api/API_Operations.html</summary>
public sealed class SnsApi(TopicService topics) : IAwsQueryService
{
    private const int MaximumEntries = 10;
    private const int MaximumIdLength = 80;

    public string SigningName => "sns";

    public XNamespace XmlNamespace => "http://sns.amazonaws.com/doc/2010-03-31/";

    public IReadOnlyCollection<string> Operations =>
        ["Publish", "PublishBatch", "ListTopics", "GetTopicAttributes", "ListSubscriptions", "ListSubscriptionsByTopic"];

    public IReadOnlyList<XElement>? Handle(ServiceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var request = call.Form;
        return call.Operation switch
        {
            "Publish" => Publish(request),
            "PublishBatch" => PublishBatch(request),
            "ListTopics" => [new("Topics", topics.Topics.Select(topic => new XElement("member", new XElement("TopicArn", topic.Arn))))],
            "GetTopicAttributes" => GetTopicAttributes(request),
            "ListSubscriptions" => ListSubscriptions(topics.Subscriptions),
            "ListSubscriptionsByTopic" => ListSubscriptions(topics.SubscriptionsOf(FindTopic(request).Arn)),
            _ => null,
        };
    }

    private static XElement[] ListSubscriptions(IEnumerable<SubscriptionResource> subscriptions) =>
    [
        new("Subscriptions", subscriptions.Select(subscription => new XElement(
            "member",
            new XElement("SubscriptionArn", subscription.Arn),
            new XElement("Owner", AccountOf(subscription.TopicArn)),
            new XElement("Protocol", subscription.Protocol),
            new XElement("Endpoint", subscription.Endpoint),
            new XElement("TopicArn", subscription.TopicArn)))),
    ];

    private static string AccountOf(string arn) => arn.Split(':')[4];

    private static TopicMessage ReadMessage(QueryForm request) => new()
    {
        Message = request.Text("Message") ?? throw SnsErrors.InvalidParameter("Empty message"),
        Subject = request.Text("Subject"),
        PerProtocol = request.Text("MessageStructure") switch
        {
            null or "" => false,
            "json" => true,
            _ => throw SnsErrors.InvalidParameter("Message Structure"),
        },
        Attributes = ReadAttributes(request),
    };

    private static Dictionary<string, MessageAttribute> ReadAttributes(QueryForm request)
    {
        var attributes = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal);
        foreach (var entry in request.Structures("MessageAttributes.entry"))
        {
            var name = entry.Text("Name") ?? "";
            attributes[name] = new(entry.Text("Value.DataType") ?? "", entry.Text("Value.StringValue"), ReadBinary(name, entry.Text("Value.BinaryValue")));
        }

        return attributes;
    }

    private static ReadOnlyMemory<byte>? ReadBinary(string name, string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw SnsErrors.InvalidAttribute($"The binary value of the message attribute '{name}' is not Base64.");
        }
    }

    private static bool IsValidId(string id) =>
        id.Length is > 0 and <= MaximumIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static XElement Failure(string id, AwsException error) => new(
        "member",
        new XElement("Id", id),
        new XElement("Code", error.Code),
        new XElement("Message", error.Message),
        new XElement("SenderFault", "true"));

    private XElement[] Publish(QueryForm request) =>
        [new("MessageId", topics.Publish(FindTopic(request, "TopicArn", "TargetArn").Arn, ReadMessage(request)))];

    private XElement[] PublishBatch(QueryForm request)
    {
        var topic = FindTopic(request);
        var entries = request.Structures("PublishBatchRequestEntries.member").Select(entry => (Id: entry.Text("Id") ?? "", Form: entry)).ToList();
        CheckIds([.. entries.Select(entry => entry.Id)]);
        List<(string Id, TopicMessage? Message, AwsException? Error)> read = [.. entries.Select(entry => TryRead(entry.Id, entry.Form))];
        var size = read.Sum(entry => entry.Message is null ? 0 : TopicRules.Size(entry.Message));
        if (size > TopicRules.MaximumBytes)
        {
            throw SnsErrors.BatchTooLong(size, TopicRules.MaximumBytes);
        }

        topics.Usage.AddChunks(UsageItem.Publishes, size);

        var successful = new XElement("Successful");
        var failed = new XElement("Failed");
        foreach (var (id, message, unreadable) in read)
        {
            try
            {
                var messageId = topics.Put(topic.Arn, message ?? throw unreadable!);
                successful.Add(new XElement("member", new XElement("Id", id), new XElement("MessageId", messageId)));
            }
            catch (AwsException error)
            {
                failed.Add(Failure(id, error));
            }
        }

        return [successful, failed];
    }

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            throw SnsErrors.EmptyBatch();
        }

        if (ids.Count > MaximumEntries)
        {
            throw SnsErrors.TooManyEntries(MaximumEntries);
        }

        if (!ids.All(IsValidId))
        {
            throw SnsErrors.InvalidEntryId();
        }

        if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
        {
            throw SnsErrors.EntryIdsNotDistinct();
        }
    }

    private static (string Id, TopicMessage? Message, AwsException? Error) TryRead(string id, QueryForm entry)
    {
        try
        {
            return (id, ReadMessage(entry), null);
        }
        catch (AwsException error)
        {
            return (id, null, error);
        }
    }

    private XElement[] GetTopicAttributes(QueryForm request)
    {
        var topic = FindTopic(request);
        (string Name, string Value)[] attributes =
        [
            ("TopicArn", topic.Arn),
            ("Owner", AccountOf(topic.Arn)),
            ("DisplayName", topic.DisplayName ?? ""),
            ("SubscriptionsConfirmed", topics.SubscriptionsOf(topic.Arn).Count().ToString()),
            ("SubscriptionsPending", "0"),
            ("SubscriptionsDeleted", "0"),
        ];
        return
        [
            new("Attributes", attributes.Select(attribute =>
                new XElement("entry", new XElement("key", attribute.Name), new XElement("value", attribute.Value)))),
        ];
    }

    private TopicResource FindTopic(QueryForm request, params ReadOnlySpan<string> names)
    {
        string? arn = null;
        foreach (var name in names.IsEmpty ? ["TopicArn"] : names)
        {
            arn ??= request.Text(name);
        }

        if (string.IsNullOrEmpty(arn))
        {
            throw SnsErrors.InvalidParameter($"{(names.IsEmpty ? "TopicArn" : string.Join(" or ", names.ToArray()))} Reason: no value for required parameter");
        }

        var parts = arn.Split(':').Length;
        return parts < 6
            ? throw SnsErrors.InvalidParameter($"TopicArn Reason: An ARN must have at least 6 elements, not {parts}")
            : topics.Find(arn) ?? throw SnsErrors.NotFound();
    }
}
