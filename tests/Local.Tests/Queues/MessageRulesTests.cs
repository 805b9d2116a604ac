namespace SensorWatch.Local.Tests.Queues;

public sealed class MessageRulesTests : IDisposable
{
    private readonly QueueFixture _queues = new(QueueFixture.Queue("jobs"), QueueFixture.Queue("small") with { MaximumMessageSize = 1_024 });

    public void Dispose() => _queues.Dispose();

    [Theory]
    [InlineData("SendMessage", """{"QueueUrl":"URL"}""", "The request must contain the parameter MessageBody.")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":""}""", "The request must contain the parameter MessageBody.")]
    [InlineData("SendMessage", """{"MessageBody":"x"}""", "The request must contain the parameter QueueUrl.")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":1}""", "must be a string")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"\ud800"}""", "valid Unicode")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"\uffff"}""", "Invalid characters found")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","DelaySeconds":901}""", "DelaySeconds must be >= 0 and <= 900")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageGroupId":"white space"}""", "MessageGroupId can only include alphanumeric")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageDeduplicationId":"d"}""", "not valid for this queue type")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"AWS.x":{"DataType":"String","StringValue":"v"}}}""", "'AWS.x' is invalid")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"a..b":{"DataType":"String","StringValue":"v"}}}""", "'a..b' is invalid")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"a":{"DataType":"Float","StringValue":"v"}}}""", "invalid message attribute type")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"a":{"DataType":"String"}}}""", "non-empty message attribute value")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"a":{"DataType":"Number","StringValue":"v"}}}""", "to a number")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"!"}}}""", "Base64")]
    [InlineData("SendMessage", """{"QueueUrl":"URL","MessageBody":"x","MessageSystemAttributes":{"Other":{}}}""", "'Other' is invalid")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"URL","MaxNumberOfMessages":11}""", "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"URL","MaxNumberOfMessages":0}""", "Must be between 1 and 10")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"URL","WaitTimeSeconds":21}""", "Must be >= 0 and <= 20")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"URL","VisibilityTimeout":43201}""", "Must be between 0 and 43200")]
    [InlineData("ChangeMessageVisibility", """{"QueueUrl":"URL","ReceiptHandle":"x"}""", "VisibilityTimeout")]
    [InlineData("DeleteMessage", """{"QueueUrl":"URL"}""", "The request must contain the parameter ReceiptHandle.")]
    [InlineData("ListMessageMoveTasks", """{"SourceArn":"nonsense"}""", "You must use this format to specify the SourceArn")]
    public async Task A_request_that_SQS_refuses_is_refused_for_the_same_reason(string operation, string request, string message)
    {
        var error = await _queues.FailAsync(operation, request.Replace("URL", QueueFixture.Url("jobs"), StringComparison.Ordinal));

        error.Message.ShouldContain(message);
        _queues.Service.Count(QueueFixture.Arn("jobs")).Visible.ShouldBe(0);
    }

    [Fact]
    public async Task An_operation_that_is_not_offered_has_no_answer() =>
        (await _queues.Api.HandleAsync("CreateQueue", [], CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task The_attributes_count_for_the_size_of_a_message()
    {
        var body = new string('x', 1_015);
        await Send(body, "12");
        var error = await _queues.FailAsync("SendMessage", Request(body, "123"));

        error.Message.ShouldContain("Message must be shorter than 1024 bytes.");

        Task Send(string text, string value) => _queues.CallAsync("SendMessage", Request(text, value));
        static string Request(string text, string value) => // 1 byte of name, 6 of type
            $$"""{"QueueUrl":"{{QueueFixture.Url("small")}}","MessageBody":"{{text}}","MessageAttributes":{"a":{"DataType":"String","StringValue":"{{value}}"} } }""";
    }

    [Fact]
    public async Task The_digest_of_attributes_is_the_one_that_SQS_documents()
    {
        // From the npm package aws-md5-of-message-attributes, which was checked against SQS.
        var response = await _queues.CallAsync("SendMessage", $$"""
            {"QueueUrl":"{{QueueFixture.Url("jobs")}}","MessageBody":"x","MessageAttributes":{
              "attribName1":{"DataType":"String","StringValue":"attribValue 1"},
              "customNumberTypeAttrib":{"DataType":"Number.float","StringValue":"4563442423554324324264524243.32543234"},
              "binaryAttribute":{"DataType":"Binary","BinaryValue":"SGVsbG8gYmluYXJ5IHdvcmxkIQ=="} } }
            """);

        response["MD5OfMessageAttributes"]!.GetValue<string>().ShouldBe("c932db14a896c663f83c260297d594ff");
        response["MD5OfMessageBody"]!.GetValue<string>().ShouldBe("9dd4e461268c8034f5c8564e155c67a6");
    }

    [Fact]
    public async Task A_bad_entry_of_a_batch_fails_alone()
    {
        var response = await _queues.CallAsync("SendMessageBatch", $$"""
            {"QueueUrl":"{{QueueFixture.Url("jobs")}}","Entries":[
              {"Id":"good","MessageBody":"x"},{"Id":"late","MessageBody":"x","DelaySeconds":1000},{"Id":"empty"}]}
            """);

        response["Successful"]!.AsArray().Count.ShouldBe(1);
        response["Failed"]!.AsArray().Select(e => e!["Code"]!.GetValue<string>()).ShouldBe(["InvalidParameterValue", "MissingParameter"]);
        _queues.ReceiveBodies("jobs").ShouldBe(["x"]);
    }
}
