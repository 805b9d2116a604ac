namespace SensorWatch.Templates.Tests.Rules;

public class TemplateRuleTests
{
    [Theory]
    [InlineData("Queue.Properties.VisibiltyTimeout", "60", "Queue: template/known-properties: 'VisibiltyTimeout' is no property of AWS::SQS::Queue. Did you mean 'VisibilityTimeout'?")]
    [InlineData("Queue.Properties.visibilityTimeout", "60", "Queue: template/known-properties: 'visibilityTimeout' is no property of AWS::SQS::Queue. Did you mean 'VisibilityTimeout'?")]
    [InlineData("Mapping.Properties.ScalingConfig", """{"MaxConcurrency":2}""", "Mapping: template/known-properties: 'MaxConcurrency' is no property of ScalingConfig of AWS::Lambda::EventSourceMapping. Known: MaximumConcurrency.")]
    [InlineData("Shipping.Properties.Targets", """[{"Id":"Queue","Arn":{"Fn::GetAtt":["Queue","Arn"]},"RetryPolicy":{"MaximumRetryAttemps":1}}]""",
        "Shipping: template/known-properties: 'MaximumRetryAttemps' is no property of Targets[0].RetryPolicy of AWS::Events::Rule. Did you mean 'MaximumRetryAttempts'?")]
    [InlineData("Queue.Properties.Tags", """[{"key":"a","Value":"b"}]""", "Queue: template/known-properties: 'key' is no property of Tags[0] of AWS::SQS::Queue. Did you mean 'Key'?")]
    public void A_property_that_the_type_has_not_is_told(string path, string value, string finding) =>
        new PatternSystem().With(path, value).Findings().ShouldContain(finding);

    [Theory]
    [InlineData("Queue.Properties.VisibilityTimeout", "\"soon\"", "Queue: template/property-kinds: VisibilityTimeout is 'soon', but a number is expected. Give a value of that kind.")]
    [InlineData("Queue.Properties.FifoQueue", "1", "Queue: template/property-kinds: FifoQueue is 1, but true or false is expected. Give a value of that kind.")]
    [InlineData("Function.Properties.Environment", """{"Variables":["a"]}""", "Function: template/property-kinds: Environment.Variables is a list, but an object is expected. Give a value of that kind.")]
    [InlineData("Function.Properties.Environment", """{"Variables":{"A":{"b":1}}}""", "Function: template/property-kinds: Environment.Variables.A is an object, but a string is expected. Give a value of that kind.")]
    [InlineData("Function.Properties.Architectures", "\"arm64\"", "Function: template/property-kinds: Architectures is 'arm64', but a list is expected. Give a value of that kind.")]
    [InlineData("Queue.Properties.RedriveAllowPolicy", """{"redrivePermission":null}""", "Queue: template/property-kinds: RedriveAllowPolicy holds null, which no template may have. Leave the member out, or give it a value.")]
    [InlineData("Queue.Properties.QueueName", "null", "Queue: template/property-kinds: QueueName is null, which no template may have. Leave the property out, or give it a value.")]
    public void A_value_of_another_kind_is_told(string path, string value, string finding) =>
        new PatternSystem().With(path, value).Findings().ShouldBe([finding]);

    [Theory]
    [InlineData("Queue.Properties.VisibilityTimeout", "\"120\"")]
    [InlineData("Queue.Properties.SqsManagedSseEnabled", "\"true\"")]
    [InlineData("Queue.Properties.QueueName", "42")]
    [InlineData("Queue.Properties.VisibilityTimeout", """{"Fn::ImportValue":"elsewhere"}""")]
    [InlineData("Queue.Properties.Tags", """{"Fn::ImportValue":"elsewhere"}""")]
    [InlineData("Function.Properties.Environment", """{"Variables":{"ANY_NAME":"a"}}""")]
    [InlineData("Queue.Properties.RedriveAllowPolicy", "\"{\\\"redrivePermission\\\":\\\"denyAll\\\"}\"")]
    [InlineData("Queue.Metadata", """{"anything":null}""")]
    public void What_CloudFormation_takes_is_right(string path, string value) => new PatternSystem().With(path, value).Findings().ShouldBe([]);

    [Theory]
    [InlineData("Mapping.Properties.FunctionName", "Mapping: template/required-properties: FunctionName is missing, which AWS::Lambda::EventSourceMapping requires. Add the property.")]
    [InlineData("Function.Properties.Runtime", "Function: template/required-properties: Runtime is missing, which a function in a .zip file requires. Add the property.")]
    [InlineData("Alarm.Properties.EvaluationPeriods", "Alarm: template/required-properties: EvaluationPeriods is missing, which an alarm on a metric requires. Add the property.")]
    [InlineData("Alarm.Properties.Statistic", "Alarm: template/required-properties: Statistic is missing, which an alarm on a metric requires. Add the property.")]
    [InlineData("Bus.Properties.Name", "Bus: template/required-properties: Name is missing, which AWS::Events::EventBus requires. Add the property.")]
    public void A_missing_property_is_told_once(string path, string finding) =>
        new PatternSystem().With("Alarm", Alarm).Without(path).Findings().Where(found => found.Contains("template/", StringComparison.Ordinal)).ShouldBe([finding]);

    [Fact]
    public void A_schedule_without_role_is_told() => new PatternSystem()
        .With("Nightly", """
            { "Type": "AWS::Scheduler::Schedule", "Properties": { "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": { "Mode": "OFF" }, "Target": { "Arn": "arn:aws:sqs:us-east-1:123456789012:q" } } }
            """)
        .Findings().ShouldBe(["Nightly: template/required-properties: Target.RoleArn is missing, which AWS::Scheduler::Schedule requires. Add the property."]);

    [Theory]
    [InlineData("Mapping.Properties.EventSourceArn", """{"Fn::GetAtt":["Table","StreamArn"]}""", "StartingPosition is missing, which a mapping on a stream requires.")]
    [InlineData("Mapping.Properties.BatchSize", "11", "MaximumBatchingWindowInSeconds is missing, which a mapping on a queue with more than 10 messages a batch requires.")]
    public void A_property_that_another_makes_necessary_is_told(string path, string value, string fault) =>
        new PatternSystem().With(path, value).Findings().ShouldBe([$"Mapping: template/required-properties: {fault} Add the property."]);

    [Fact]
    public void The_function_of_an_image_has_no_runtime() => new PatternSystem()
        .With("Function.Properties.Code", """{"ImageUri":"123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1"}""")
        .With("Function.Properties.PackageType", "\"Image\"").Without("Function.Properties.Runtime").Without("Function.Properties.Handler")
        .Findings().ShouldBe([]);

    [Fact]
    public void An_API_that_is_not_read_here_may_be_right() => new PatternSystem()
        .With("Chat", """{"Type":"AWS::ApiGatewayV2::Api","Properties":{"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}}""")
        .With("Integration", """{"Type":"AWS::ApiGatewayV2::Integration","Properties":{"ApiId":{"Ref":"Chat"},"IntegrationType":"HTTP_PROXY","IntegrationUri":"https://example.com"}}""")
        .Findings().ShouldBe([]);

    [Fact]
    public void What_Ref_gives_is_not_known_of_every_type() => new PatternSystem()
        .With("Jobs", """{"Type":"AWS::Batch::JobQueue","Properties":{"Priority":1}}""")
        .With("Shipping.Properties.Targets", """[{"Id":"Jobs","Arn":{"Ref":"Jobs"}}]""")
        .Findings().ShouldBe([]);

    [Theory]
    [InlineData("Queue.Properties.VisibilityTimeout", "43201", "Queue: template/property-limits: VisibilityTimeout is 43201, but it must be a whole number from 0 to 43,200.")]
    [InlineData("Function.Properties.Timeout", "901", "Function: template/property-limits: Timeout is 901, but it must be a whole number from 1 to 900.")]
    [InlineData("Function.Properties.MemorySize", "64", "Function: template/property-limits: MemorySize is 64, but it must be a whole number from 128 to 32,768.")]
    [InlineData("Mapping.Properties.ScalingConfig", """{"MaximumConcurrency":1}""", "Mapping: template/property-limits: ScalingConfig.MaximumConcurrency is 1, but it must be a whole number from 2 to 1,000.")]
    [InlineData("Mapping.Properties.MaximumRetryAttempts", "-2", "Mapping: template/property-limits: MaximumRetryAttempts is -2, but it must be a whole number from 0 to 10,000, or -1.")]
    [InlineData("Table.Properties.StreamSpecification.StreamViewType", "\"NEW_IMAGES\"", "Table: template/property-limits: StreamSpecification.StreamViewType is 'NEW_IMAGES', but it must be one of KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES. Did you mean 'NEW_IMAGE'?")]
    [InlineData("Shipping.Properties.Targets", """[{"Id":"Queue","Arn":{"Ref":"Queue"}}]""", "Shipping: template/property-limits: Targets[0].Arn is 'https://sqs.us-east-1.amazonaws.com/123456789012/Dev-Shop-Queue', but it must be an ARN. Take the attribute that gives the ARN")]
    public void A_value_out_of_bounds_is_told(string path, string value, string finding) =>
        new PatternSystem().With(path, value).Findings().ShouldContain(found => found.StartsWith(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("Queue.Properties.VisibilityTimeout", "0")]
    [InlineData("Queue.Properties.VisibilityTimeout", "43200")]
    [InlineData("Mapping.Properties.MaximumRetryAttempts", "-1")]
    [InlineData("Mapping.Properties.ScalingConfig", """{"MaximumConcurrency":2}""")]
    public void A_value_at_its_bound_is_right(string path, string value) => new PatternSystem().With(path, value).Findings().ShouldBe([]);

    [Theory]
    [InlineData("""{"Fn::Getatt":["Queue","Arn"]}""", "'Fn::Getatt' is no function of CloudFormation. Did you mean 'Fn::GetAtt'?")]
    [InlineData("""{"Fn:Sub":"${Queue}"}""", "'Fn:Sub' is no function of CloudFormation. Did you mean 'Fn::Sub'?")]
    [InlineData("""{"ref":"Queue"}""", "'ref' is no function of CloudFormation. Did you mean 'Ref'?")]
    public void A_misspelt_function_is_told(string call, string fault) => new PatternSystem()
        .With("Function.Properties.Environment", $$"""{ "Variables": { "QUEUE": {{call}} } }""")
        .Findings().ShouldContain($"Function: template/known-functions: {fault}");

    [Theory]
    [InlineData("""{"Fn::GetAtt":["Queue","Arm"]}""")]
    [InlineData("""{"Fn::GetAtt":"Queue.Arm"}""")]
    [InlineData("""{"Fn::Sub":"at ${Queue.Arm}"}""")]
    public void An_attribute_that_the_type_has_not_is_told(string call) => new PatternSystem()
        .With("Function.Properties.Environment", $$"""{ "Variables": { "QUEUE": {{call}} } }""")
        .Findings().ShouldBe(["Function: template/known-attributes: 'Arm' is no attribute of AWS::SQS::Queue, the type of 'Queue'. Did you mean 'Arn'?"]);

    [Fact]
    public void A_reference_to_nothing_is_told() => new PatternSystem()
        .With("Function.Properties.Environment", """{ "Variables": { "QUEUE": { "Ref": "Queu" } } }""")
        .Findings().ShouldHaveSingleItem().ShouldStartWith("Function: template/references-resolve: Properties.Environment.Variables.QUEUE.Ref: Ref names 'Queu', but the template has no such resource");

    [Fact]
    public void A_dependency_on_nothing_is_told() =>
        new PatternSystem().With("Function.DependsOn", """["Queu"]""").Findings().ShouldHaveSingleItem()
            .ShouldStartWith("Function: template/references-resolve: DependsOn: the template has no resource 'Queu'.");

    [Theory]
    [InlineData("Resurces", "{}", "Dev/Shop: template/known-sections: 'Resurces' is no section of a template. Did you mean 'Resources'?")]
    [InlineData("Outputs", """{"Url":{"Valu":"x"}}""", "Dev/Shop: template/known-sections: The output 'Url' has no Value. Give it a Value, or take it out.")]
    public void A_section_that_templates_have_not_is_told(string section, string json, string finding) =>
        new PatternSystem().WithSection(section, json).Findings().ShouldContain(finding);

    [Theory]
    [InlineData("Queue.DependOn", "\"Bus\"", "Queue: template/known-sections: 'DependOn' is no attribute of a resource. Did you mean 'DependsOn'?")]
    [InlineData("Queue.DeletionPolicy", "\"Keep\"", "Queue: template/known-sections: DeletionPolicy is 'Keep', but it must be one of Delete, Retain, RetainExceptOnCreate, Snapshot.")]
    public void An_attribute_that_resources_have_not_is_told(string path, string json, string finding) =>
        new PatternSystem().With(path, json).Findings().ShouldContain(found => found.StartsWith(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("AWS::SQS::Queu", "'AWS::SQS::Queu' is no type of resource. Did you mean 'AWS::SQS::Queue'?")]
    [InlineData("AWS::Lamda::Function", "'AWS::Lamda::Function' is no type of resource. Did you mean 'AWS::Lambda::Function'?")]
    [InlineData("WAS::SQS::Queue", "'WAS::SQS::Queue' is no type of resource. Did you mean 'AWS::SQS::Queue'?")]
    [InlineData("Queue", "'Queue' is no type of resource. A type has the form AWS::SERVICE::RESOURCE, or Custom::NAME.")]
    public void A_misspelt_type_is_told(string type, string fault) =>
        new PatternSystem().With("Other", $$"""{ "Type": "{{type}}" }""").Findings().ShouldBe([$"Other: template/known-types: {fault}"]);

    [Theory]
    [InlineData("AWS::Brand::New")]
    [InlineData("AWS::IoT::Policy")]
    [InlineData("AWS::EC2::Route")]
    [InlineData("Custom::S3BucketNotifications")]
    [InlineData("Somebody::Else::Thing::MODULE")]
    [InlineData("AWS::CloudFormation::CustomResource")]
    [InlineData("AWS::Serverless::Function")]
    public void A_type_that_is_not_known_here_is_not_judged(string type) =>
        new PatternSystem().With("Other", $$"""{ "Type": "{{type}}", "Properties": { "Any": [null, 1, {"Thing": "x"}] } }""").Findings().ShouldBe([]);

    private const string Alarm = """
        {"Type":"AWS::CloudWatch::Alarm","Properties":{"Namespace":"AWS/SQS","MetricName":"NumberOfMessagesSent","Statistic":"Sum","Period":60,
          "EvaluationPeriods":1,"Threshold":1,"ComparisonOperator":"GreaterThanThreshold","Dimensions":[{"Name":"QueueName","Value":{"Fn::GetAtt":["Queue","QueueName"]}}]}}
        """;
}
