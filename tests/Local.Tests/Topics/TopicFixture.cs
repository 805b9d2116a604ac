using Microsoft.Extensions.Primitives;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Topics;

/// <summary>A topic <c>alarms</c>, its subscriptions and queues.</summary>
internal sealed class TopicFixture : IDisposable
{
    public const string TopicArn = $"arn:aws:sns:{QueueFixture.Region}:{QueueFixture.Account}:alarms";

    public TopicFixture(IReadOnlyList<SubscriptionResource> subscriptions, IReadOnlyList<QueuePolicyResource> policies, params QueueResource[] queues)
        : this(subscriptions, policies, [], queues)
    {
    }

    public TopicFixture(
        IReadOnlyList<SubscriptionResource> subscriptions,
        IReadOnlyList<QueuePolicyResource> policies,
        IReadOnlyList<FunctionPermissionResource> permissions,
        params QueueResource[] queues)
    {
        Queues = new(policies, queues);
        Functions = new(Queues.Database, Queues.Time, permissions);
        Service = new(Queues.Database, Queues.Service, policies, Functions.Targets, [Topic()], subscriptions, Queues.Time, Log);
        Api = new(Service);
    }

    public TopicFixture(params SubscriptionResource[] subscriptions)
        : this(subscriptions, [])
    {
    }

    public QueueFixture Queues { get; }

    /// <summary>The function <c>Handle</c>, which nothing calls.</summary>
    public TestFunctions Functions { get; }

    public TopicService Service { get; }

    public SnsApi Api { get; }

    public ListLogger<TopicService> Log { get; } = new();

    public static TopicResource Topic(string name = "alarms") => new(Resource(name), $"arn:aws:sns:{QueueFixture.Region}:{QueueFixture.Account}:{name}", name, null, Fifo: false);

    public static SubscriptionResource Subscription(string protocol, string endpoint, bool raw = false, string? deadLetterQueue = null) => new(
        Resource($"To{protocol}"), $"{TopicArn}:{protocol}", TopicArn, protocol, endpoint, raw, deadLetterQueue is null ? null : QueueFixture.Arn(deadLetterQueue));

    /// <summary>What CDK writes for a queue's subscription.</summary>
    public static QueuePolicyResource Allow(string queue) => EventFixture.Policy(queue, $$$"""
        {"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
         "Resource":"{{{QueueFixture.Arn(queue)}}}","Condition":{"ArnEquals":{"aws:SourceArn":"{{{TopicArn}}}"} } }
        """);

    public static QueryForm Form(params (string Name, string Value)[] members) =>
        new(members.ToDictionary(member => member.Name, member => new StringValues(member.Value)));

    /// <summary>Calls the API; the result's members as XML.</summary>
    public string Call(string operation, params (string Name, string Value)[] members) =>
        string.Concat(Api.Handle(new(new Microsoft.AspNetCore.Http.DefaultHttpContext().Request, "sns", operation) { Form = Form(members) }).ShouldNotBeNull().Select(element => element.ToString(System.Xml.Linq.SaveOptions.DisableFormatting)));

    public AwsException Fail(string operation, params (string Name, string Value)[] members) => Should.Throw<AwsException>(() => Call(operation, members));

    public void Dispose() => Queues.Dispose();

    private static Resource Resource(string name) => new()
    {
        Path = $"Test/{name}",
        StackId = "Test",
        LogicalId = name,
        Type = "AWS::SNS::Any",
        PhysicalId = name,
        Properties = [],
    };
}
