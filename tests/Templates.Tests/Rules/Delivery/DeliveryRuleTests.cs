namespace SensorWatch.Templates.Tests.Rules.Delivery;

public sealed class DeliveryRuleTests
{
    private const string Target = "Rule.Properties.Targets.0";
    private const string Unknown = """{ "Fn::ImportValue": "elsewhere" }""";

    [Fact]
    public void A_sound_system_is_right() => new DeliverySystem().Findings().ShouldBeEmpty();

    [Theory]
    [InlineData($"{Target}.DeadLetterConfig", "Rule: delivery/target-dead-letter-queue: Target 'Queue' has no dead-letter queue: an event that can't be delivered to it is lost.")]
    [InlineData($"{Target}.DeadLetterConfig.Arn", "Rule: delivery/target-dead-letter-queue: Target 'Queue' has no dead-letter queue: an event that can't be delivered to it is lost.")]
    [InlineData("Schedule.Properties.Target.DeadLetterConfig", "Schedule: delivery/target-dead-letter-queue: The target has no dead-letter queue: an event that can't be delivered to it is lost.")]
    [InlineData($"{Target}.RetryPolicy", "Rule: delivery/target-retry-policy: Target 'Queue' declares no MaximumRetryAttempts and no MaximumEventAgeInSeconds: 185 attempts in 86400 s are made unless it says otherwise.")]
    [InlineData("Schedule.Properties.Target.RetryPolicy.MaximumRetryAttempts", "Schedule: delivery/target-retry-policy: The target declares no MaximumRetryAttempts: 185 attempts in 86400 s are made unless it says otherwise.")]
    [InlineData("Queue.Properties.RedrivePolicy", "Queue: delivery/queue-redrive-policy: It has no redrive policy: a message that its function can't handle comes back until its time is up, and is lost.")]
    [InlineData("Queue.Properties.VisibilityTimeout", "Queue: delivery/visibility-six-timeouts: VisibilityTimeout is 30 s; at least 121 s is expected: 6 x 20 s of Function + 1 s window.")]
    [InlineData("Mapping.Properties.FunctionResponseTypes", "Mapping: delivery/queue-mapping-item-failures: One message that fails lets all of its batch, up to 20, come back: FunctionResponseTypes has no ReportBatchItemFailures.")]
    [InlineData("Mapping.Properties.ScalingConfig", "Mapping: delivery/queue-mapping-concurrency: It has no ScalingConfig.MaximumConcurrency.")]
    [InlineData("Mapping.Properties.MaximumBatchingWindowInSeconds", "Mapping: delivery/queue-mapping-window: BatchSize is 20 without a batch window; more than 10 needs MaximumBatchingWindowInSeconds of at least 1.")]
    [InlineData("StreamMapping.Properties.FunctionResponseTypes", "StreamMapping: delivery/stream-mapping-item-failures: One record that fails lets all of its batch, up to 100, be handled again: FunctionResponseTypes has no ReportBatchItemFailures.")]
    [InlineData("StreamMapping.Properties.BisectBatchOnFunctionError", "StreamMapping: delivery/stream-mapping-bisects: BisectBatchOnFunctionError is not true: with one bad record, the whole batch is given up.")]
    [InlineData("StreamMapping.Properties.MaximumRetryAttempts", "StreamMapping: delivery/stream-mapping-finite: MaximumRetryAttempts is -1, without end: a bad record holds its shard up until the stream forgets it. A number from 0 is expected.")]
    [InlineData("StreamMapping.Properties.MaximumRecordAgeInSeconds", "StreamMapping: delivery/stream-mapping-finite: MaximumRecordAgeInSeconds is -1, without end: throttled records are tried until the stream forgets them. A number from 60 is expected.")]
    [InlineData("StreamMapping.Properties.DestinationConfig", "StreamMapping: delivery/stream-mapping-failure-destination: It has no failure destination: what it gives up is lost.")]
    [InlineData("Subscription.Properties.RedrivePolicy", "Subscription: delivery/subscription-redrive-policy: The subscription by sqs has no redrive policy: a notification that can't be delivered is lost.")]
    [InlineData("Permission", "Route: delivery/route-permission: The route 'GET /orders/{id}' may not invoke Answer: no permission lets apigateway.amazonaws.com in for arn:aws:execute-api:us-east-1:123456789012:API/$default/GET/orders/{id}.")]
    public void What_is_missing_is_told(string path, string finding) => new DeliverySystem().Without(path).Findings().Select(WithoutIds).ShouldBe([finding]);

    [Theory]
    [InlineData($"{Target}.RetryPolicy.MaximumRetryAttempts", "0", "Rule: delivery/target-retry-policy: Target 'Queue' has MaximumRetryAttempts 0: one failed attempt, and the event is given up. At least 1 is expected.")]
    [InlineData("Queue.Properties.RedrivePolicy.maxReceiveCount", "4", "Queue: delivery/queue-receive-count: maxReceiveCount is 4; at least 5 is expected.")]
    [InlineData("Queue.Properties.RedrivePolicy.deadLetterTargetArn", """{ "Ref": "Topic" }""", "Queue: delivery/dead-letter-queue-fits: RedrivePolicy.deadLetterTargetArn: the ARN of sqs is expected, but 'arn:aws:sns:us-east-1:123456789012:Shop-Topic' came.")]
    [InlineData("Queue.Properties.RedrivePolicy.deadLetterTargetArn", "\"arn:aws:sqs:eu-west-1:123456789012:dead\"", "Queue: delivery/dead-letter-queue-fits: RedrivePolicy.deadLetterTargetArn: it is in eu-west-1, and what names it in us-east-1.")]
    [InlineData("Queue.Properties.RedrivePolicy.deadLetterTargetArn", "\"arn:aws:sqs:us-east-1:123456789012:dead.fifo\"", "Queue: delivery/dead-letter-queue-fits: RedrivePolicy.deadLetterTargetArn: arn:aws:sqs:us-east-1:123456789012:dead.fifo is a FIFO queue, and a standard queue is expected.")]
    [InlineData("Dead.Properties.MessageRetentionPeriod", "345600", "Queue: delivery/dead-letter-retention: Messages live 345600 s here and 345600 s in the dead-letter queue Dead, counted from when they were sent: more is expected there than here.")]
    [InlineData("Queue.Properties.VisibilityTimeout", "19", "Queue: delivery/visibility-covers-timeout: VisibilityTimeout is 19 s, below the 20 s that Function may run: a message comes back while it is handled.")]
    [InlineData("Queue.Properties.VisibilityTimeout", "120", "Queue: delivery/visibility-six-timeouts: VisibilityTimeout is 120 s; at least 121 s is expected: 6 x 20 s of Function + 1 s window.")]
    [InlineData("Mapping.Properties.ScalingConfig.MaximumConcurrency", "6", "Function: delivery/queue-mapping-reserved-concurrency: ReservedConcurrentExecutions is 5, and its mappings' MaximumConcurrency 6: at least 6 is expected.")]
    [InlineData("StreamMapping.Properties.MaximumRecordAgeInSeconds", "86400", "StreamMapping: delivery/stream-mapping-finite: MaximumRecordAgeInSeconds is 86400, and a table's stream keeps records for 86400 s: fewer are expected, or nobody is told of them.")]
    [InlineData("StreamMapping.Properties.DestinationConfig.OnFailure.Destination", """{ "Fn::GetAtt": ["Function", "Arn"] }""", "StreamMapping: delivery/dead-letter-queue-fits: DestinationConfig.OnFailure: the ARN of sqs or sns or s3 is expected, but 'arn:aws:lambda:us-east-1:123456789012:function:Shop-Function' came.")]
    [InlineData("Answer.Properties.Timeout", "31", "Route: delivery/integration-timeout: The route 'GET /orders/{id}' waits 30000 ms for Answer, which may run 31000 ms: whoever calls gets an error while it goes on.")]
    [InlineData("Permission.Properties.Principal", "\"events.amazonaws.com\"", "Route: delivery/route-permission: The route 'GET /orders/{id}' may not invoke Answer: no permission lets apigateway.amazonaws.com in for arn:aws:execute-api:us-east-1:123456789012:API/$default/GET/orders/{id}.")]
    [InlineData("Role.Properties.Policies.0.PolicyDocument.Statement.0.Resource", """{ "Fn::GetAtt": ["Queue", "Arn"] }""", "Schedule: delivery/schedule-role-admits: Its role may not do sqs:SendMessage on Dead.")]
    public void What_is_wrong_is_told(string path, string value, string finding) => new DeliverySystem().With(path, value).Findings().Select(WithoutIds).ShouldBe([finding]);

    [Theory]
    [InlineData("Queue.Properties.VisibilityTimeout", Unknown)]
    [InlineData("Queue.Properties.RedrivePolicy.deadLetterTargetArn", Unknown)]
    [InlineData("Queue.Properties.RedrivePolicy.deadLetterTargetArn", "\"arn:aws:sqs:us-east-1:123456789012:of-another-app\"")]
    [InlineData("Mapping.Properties.EventSourceArn", Unknown)]
    [InlineData("Mapping.Properties.EventSourceArn", "\"arn:aws:sqs:us-east-1:123456789012:imported\"")]
    [InlineData("Mapping.Properties.FunctionName", Unknown)]
    [InlineData("Mapping.Properties.ScalingConfig", """{ "Fn::If": ["Nobody", {}, {}] }""")]
    [InlineData("Mapping.Properties.BatchSize", Unknown)]
    [InlineData("Function.Properties.Timeout", Unknown)]
    [InlineData("StreamMapping.Properties.MaximumRetryAttempts", Unknown)]
    [InlineData("StreamMapping.Properties.EventSourceArn", Unknown)]
    [InlineData("StreamMapping.Properties.BatchSize", "1")]
    [InlineData($"{Target}.RetryPolicy.MaximumRetryAttempts", Unknown)]
    [InlineData($"{Target}.Arn", Unknown)]
    [InlineData($"{Target}.Arn", "\"arn:aws:sqs:us-east-1:123456789012:imported\"")]
    [InlineData($"{Target}.DeadLetterConfig.Arn", Unknown)]
    [InlineData($"{Target}.DeadLetterConfig.Arn", "\"arn:aws:sqs:us-east-1:123456789012:imported\"")]
    [InlineData("Subscription.Properties.Protocol", "\"email\"")]
    [InlineData("Permission.Properties.SourceArn", Unknown)]
    [InlineData("Permission.Properties.FunctionName", Unknown)]
    [InlineData("Integration.Properties.CredentialsArn", "\"arn:aws:iam::123456789012:role/api\"")]
    [InlineData("Route.Properties.RouteKey", "\"GET /orders/{id}/items\"")]
    public void What_is_unknown_or_right_is_not_told(string path, string value) => new DeliverySystem().With(path, value).Findings().ShouldBeEmpty();

    [Fact]
    public void A_queue_that_is_its_own_dead_letter_queue_is_told() =>
        new DeliverySystem().With("Dead.Properties.RedrivePolicy", """{ "deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 5 }""")
            .With("Dead.Properties.QueueName", "\"dead\"").Findings()
            .ShouldBe(["Dead: delivery/dead-letter-queue-fits: RedrivePolicy.deadLetterTargetArn: it names itself: what fails comes back again and again."]);

    [Fact]
    public void A_function_may_take_from_a_dead_letter_queue() => new DeliverySystem()
        .With("Mapping.Properties.EventSourceArn", """{ "Fn::GetAtt": ["Dead", "Arn"] }""").With("Dead.Properties.VisibilityTimeout", "121").Findings().ShouldBeEmpty();

    [Fact]
    public void A_batch_of_one_needs_no_item_failures() => new DeliverySystem()
        .With("Mapping.Properties.BatchSize", "1").Without("Mapping.Properties.FunctionResponseTypes").Findings().ShouldBeEmpty();

    [Fact]
    public void A_Kinesis_stream_is_a_stream() => new DeliverySystem()
        .With("Stream", """{ "Type": "AWS::Kinesis::Stream" }""").With("StreamMapping.Properties.EventSourceArn", """{ "Fn::GetAtt": ["Stream", "Arn"] }""")
        .Without("StreamMapping.Properties.MaximumRetryAttempts").Findings().ShouldHaveSingleItem().ShouldStartWith("StreamMapping: delivery/stream-mapping-finite");

    [Fact]
    public void A_FIFO_queue_has_no_window() => new DeliverySystem()
        .With("Mapping.Properties.EventSourceArn", "\"arn:aws:sqs:us-east-1:123456789012:orders.fifo\"").With("Mapping.Properties.BatchSize", "10").Findings()
        .ShouldBe(["Mapping: delivery/queue-mapping-window: MaximumBatchingWindowInSeconds is 1 on a FIFO queue, which has no window."]);

    /// <summary>The API's id is a digest.</summary>
    private static string WithoutIds(string finding) => System.Text.RegularExpressions.Regex.Replace(
        finding, "(?<=123456789012:)[a-z0-9]{10}(?=/)", "API", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
