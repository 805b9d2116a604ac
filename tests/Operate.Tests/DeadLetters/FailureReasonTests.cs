using Amazon.SQS.Model;
using SensorWatch.Operate.DeadLetters;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.Tests.DeadLetters;

public sealed class FailureReasonTests
{
    private static readonly SystemEnvironment Dev = new("dev");

    [Fact]
    public void A_batch_of_a_stream_that_was_given_up_names_its_place()
    {
        var reason = Of(
            """
            {"requestContext":{"requestId":"r","functionArn":"arn:f","condition":"RetryAttemptsExhausted","approximateInvokeCount":11},
             "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},
             "DDBStreamBatchInfo":{"shardId":"s","startSequenceNumber":"100","endSequenceNumber":"200","batchSize":2,
              "streamArn":"arn:aws:dynamodb:us-east-1:123456789012:table/SensorWatch-Dev-State-Alerts91F83244/stream/2026-01-01T00:00:00.000"}}
            """);

        reason.At.ShouldBe(FailedAt.Stream);
        reason.Text.ShouldBe("the mapping gave up 2 changes of Alerts, 100 to 200: RetryAttemptsExhausted: Unhandled");
    }

    [Fact]
    public void A_record_of_an_asynchronous_invocation_names_the_functions_error()
    {
        var reason = Of("""{"requestContext":{"functionArn":"arn:f","condition":"RetriesExhausted"},"responsePayload":{"errorMessage":"no such thing"}}""");

        (reason.At, reason.Text, reason.Source).ShouldBe((FailedAt.Function, "the function failed: RetriesExhausted: no such thing", "arn:f"));
    }

    [Fact]
    public void The_attributes_that_Lambda_gives_to_a_functions_dead_letter_queue_are_read()
    {
        var message = new Message
        {
            Body = "{}",
            MessageAttributes = new() { ["RequestID"] = Text("r-1"), ["ErrorCode"] = Text("200"), ["ErrorMessage"] = Text("broken") },
        };

        FailureReason.Of(message, Letters(), Dev).Text.ShouldBe("the function failed in request r-1: broken");
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    [InlineData("""{"requestContext":"else"}""")]
    public void A_message_that_says_nothing_has_no_reason(string body) => Of(body).At.ShouldBe(FailedAt.Unknown);

    private static FailureReason Of(string body) => FailureReason.Of(new() { Body = body }, Letters(), Dev);

    private static MessageAttributeValue Text(string text) => new() { DataType = "String", StringValue = text };

    private static DeadLetterQueue Letters() => new()
    {
        Queue = new() { Name = "q", ShortName = "q", Url = "http://q", Arn = "arn:q", Depth = 0, InFlight = 0, Delayed = 0 },
        Sources = [],
        Rules = [],
        Mappings = [],
    };
}
