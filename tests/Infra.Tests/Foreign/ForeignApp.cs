using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.Apigatewayv2;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.S3.Notifications;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using Amazon.CDK.AWS.StepFunctions;
using Amazon.CDK.AWS.StepFunctions.Tasks;
using Amazon.CDK.AwsApigatewayv2Integrations;
using Amazon.CDK.CustomResources;
using Constructs;
using CfnResource = Amazon.CDK.CfnResource;
using CfnResourceProps = Amazon.CDK.CfnResourceProps;
using EventBus = Amazon.CDK.AWS.Events.EventBus;
using EventBusProps = Amazon.CDK.AWS.Events.EventBusProps;
using EventType = Amazon.CDK.AWS.S3.EventType;
using Function = Amazon.CDK.AWS.Lambda.Function;
using FunctionProps = Amazon.CDK.AWS.Lambda.FunctionProps;

namespace SensorWatch.Infra.Tests.Foreign;

/// <summary>
/// An app as many write it: the CDK's higher constructs with their defaults, JavaScript functions, several services. It is
/// somebody else's: nothing in it knows of design rules. A few mistakes are in it, those that are marked.
/// </summary>
internal static class ForeignApp
{
    public static void Synthesize(string outputDirectory)
    {
        var app = new App(new AppProps { Outdir = outputDirectory, AnalyticsReporting = false });
        var orders = new OrdersStack(app);
        _ = new ChatStack(app);
        _ = new FilesStack(app, orders.Processor);
        app.Synth();
    }

    private static Function Node(Construct scope, string id, IDictionary<string, string>? environment = null) => new(scope, id, new FunctionProps
    {
        Runtime = Runtime.NODEJS_20_X,
        Handler = "index.handler",
        Code = Code.FromInline("exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });"),
        Timeout = Duration.Seconds(30),
        Environment = environment,
    });

    private sealed class OrdersStack : Stack
    {
        public OrdersStack(Construct scope)
            : base(scope, "Orders", new StackProps { Description = "REST API, table, bus and queues of a shop" })
        {
            var table = new Table(this, "Table", new TableProps
            {
                PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "id", Type = AttributeType.STRING },
                BillingMode = BillingMode.PAY_PER_REQUEST,
                Stream = StreamViewType.NEW_AND_OLD_IMAGES,
                TimeToLiveAttribute = "expires",
            });
            var bus = new EventBus(this, "Bus", new EventBusProps { EventBusName = "orders" });
            var create = Node(this, "Create", new Dictionary<string, string> { ["TABLE"] = table.TableName, ["BUS"] = bus.EventBusName });
            table.GrantReadWriteData(create);
            bus.GrantPutEventsTo(create);

            var api = new RestApi(this, "Api", new RestApiProps { RestApiName = "orders" });
            api.Root.AddResource("orders").AddMethod("POST", new LambdaIntegration(create));

            var deadLetters = new Queue(this, "DeadLetters");
            var queue = new Queue(this, "Queue", new QueueProps
            {
                VisibilityTimeout = Duration.Seconds(180),
                DeadLetterQueue = new DeadLetterQueue { Queue = deadLetters, MaxReceiveCount = 3 },
            });
            Processor = Node(this, "Processor");
            Processor.AddEventSource(new SqsEventSource(queue, new SqsEventSourceProps { BatchSize = 10, ReportBatchItemFailures = true }));
            Processor.AddEventSource(new DynamoEventSource(table, new DynamoEventSourceProps
            {
                StartingPosition = StartingPosition.LATEST,
                Filters = [FilterCriteria.Filter(new Dictionary<string, object> { ["eventName"] = FilterRule.IsEqual("INSERT") })],
            }));

            _ = new Rule(this, "Placed", new RuleProps
            {
                EventBus = bus,
                EventPattern = new EventPattern { Source = ["shop.orders"], DetailType = ["OrderPlaced"] },
                Targets = [new SqsQueue(queue)],
            });
            _ = new Rule(this, "Nightly", new RuleProps
            {
                Schedule = Schedule.Cron(new Amazon.CDK.AWS.Events.CronOptions { Hour = "3", Minute = "0" }),
                Targets = [new LambdaFunction(Processor)],
            });
            AddMistakes(bus, queue);
            AddWorkflow(create);
            _ = new Alarm(this, "Late", new AlarmProps
            {
                Metric = queue.MetricApproximateAgeOfOldestMessage(),
                Threshold = 600,
                EvaluationPeriods = 1,
            });
        }

        public Function Processor { get; }

        private void AddMistakes(EventBus bus, Queue queue)
        {
            // Takes nothing: AWS services put their events on the default bus.
            _ = new Rule(this, "Alarms", new RuleProps
            {
                EventBus = bus,
                EventPattern = new EventPattern { Source = ["aws.cloudwatch"], DetailType = ["CloudWatch Alarm State Change"] },
                Targets = [new SqsQueue(queue)],
            });

            // Takes nothing: it is misspelt.
            _ = new Rule(this, "Uploaded", new RuleProps
            {
                EventPattern = new EventPattern { Source = ["aws.s3"], DetailType = ["Object Creatd"] },
                Targets = [new SqsQueue(queue)],
            });

            // Goes nowhere.
            _ = new Rule(this, "Shipped", new RuleProps
            {
                EventBus = bus,
                EventPattern = new EventPattern { Source = ["shop.orders"], DetailType = ["OrderShipped"] },
            });

            // Says nothing to CloudFormation, or fails there.
            ((CfnQueue)queue.Node.DefaultChild!).AddPropertyOverride("MessageRetentionPriod", 1_209_600);
            ((CfnQueue)queue.Node.DefaultChild!).AddPropertyOverride("DelaySeconds", 1_000);
        }

        private void AddWorkflow(Function create)
        {
            var workflow = new StateMachine(this, "Workflow", new StateMachineProps
            {
                DefinitionBody = DefinitionBody.FromChainable(new LambdaInvoke(this, "Check", new LambdaInvokeProps { LambdaFunction = create })
                    .Next(new Wait(this, "Pause", new WaitProps { Time = WaitTime.Duration(Duration.Minutes(5)) }))),
            });

            // Can't be deployed: the function's role needs the workflow, which needs the function.
            workflow.GrantStartExecution(create);
            _ = new CfnResource(this, "Unheard", new CfnResourceProps
            {
                Type = "Acme::Platform::Thing",
                Properties = new Dictionary<string, object> { ["Anything"] = new Dictionary<string, object> { ["goes"] = workflow.StateMachineArn } },
            });
        }
    }

    /// <summary>A WebSocket API, and a topic in a nested stack.</summary>
    private sealed class ChatStack : Stack
    {
        public ChatStack(Construct scope)
            : base(scope, "Chat")
        {
            var handler = Node(this, "Handler");
            var api = new WebSocketApi(this, "Api", new WebSocketApiProps
            {
                ConnectRouteOptions = new WebSocketRouteOptions { Integration = new WebSocketLambdaIntegration("Connect", handler) },
                DisconnectRouteOptions = new WebSocketRouteOptions { Integration = new WebSocketLambdaIntegration("Disconnect", handler) },
            });
            _ = new WebSocketStage(this, "Stage", new WebSocketStageProps { WebSocketApi = api, StageName = "live", AutoDeploy = true });
            var http = new HttpApi(this, "Http");
            http.AddRoutes(new AddRoutesOptions { Path = "/rooms", Methods = [Amazon.CDK.AWS.Apigatewayv2.HttpMethod.GET], Integration = new HttpLambdaIntegration("Rooms", handler) });
            var nested = new NestedStack(this, "Nested");
            var topic = new Topic(nested, "Topic");
            topic.AddSubscription(new LambdaSubscription(handler));
            _ = new CfnOutput(this, "Url", new CfnOutputProps { Value = api.ApiEndpoint });
        }
    }

    /// <summary>Buckets with notifications, which the CDK makes with custom resources and functions of its own.</summary>
    private sealed class FilesStack : Stack
    {
        public FilesStack(Construct scope, Function processor)
            : base(scope, "Files")
        {
            var bucket = new Bucket(this, "Bucket", new BucketProps
            {
                EventBridgeEnabled = true,
                RemovalPolicy = RemovalPolicy.DESTROY,
                AutoDeleteObjects = true,
                LifecycleRules = [new LifecycleRule { Expiration = Duration.Days(30) }],
            });
            var queue = new Queue(this, "Queue");
            bucket.AddEventNotification(EventType.OBJECT_REMOVED, new SqsDestination(queue), new NotificationKeyFilter { Prefix = "in/" });
            _ = new Rule(this, "Put", new RuleProps
            {
                EventPattern = new EventPattern
                {
                    Source = ["aws.s3"],
                    DetailType = ["Object Created"],
                    Detail = new Dictionary<string, object> { ["bucket"] = new Dictionary<string, object> { ["name"] = new[] { bucket.BucketName } } },
                },
                Targets = [new LambdaFunction(processor)],
            });
            _ = new AwsCustomResource(this, "Seed", new AwsCustomResourceProps
            {
                OnCreate = new AwsSdkCall
                {
                    Service = "S3",
                    Action = "putObject",
                    Parameters = new Dictionary<string, object> { ["Bucket"] = bucket.BucketName, ["Key"] = "in/seed", ["Body"] = "seed" },
                    PhysicalResourceId = PhysicalResourceId.Of("seed"),
                },
                Policy = AwsCustomResourcePolicy.FromSdkCalls(new SdkCallsPolicyOptions { Resources = [bucket.ArnForObjects("*")] }),
            });
        }
    }
}
