using System.Text;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Aws;

public sealed class SqsEventJsonTests
{
    [Fact]
    public void An_event_as_Lambda_sends_it_is_read_whole()
    {
        const string Json = """
            {
              "Records": [
                {
                  "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                  "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                  "body": "{\"a\":1}",
                  "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183" },
                  "messageAttributes": {
                    "RULE_ARN": { "stringValue": "arn", "stringListValues": [], "binaryListValues": [], "dataType": "String" },
                    "Raw": { "binaryValue": "AQID", "binaryListValues": ["BA=="], "dataType": "Binary" }
                  },
                  "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "md5OfMessageAttributes": "00000000000000000000000000000000",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                  "awsRegion": "us-east-2",
                  "somethingNew": {}
                }
              ]
            }
            """;

        var message = JsonSerializer.Deserialize(Json, LambdaJson.Default.SQSEvent)!.Records.ShouldHaveSingleItem();

        message.MessageId.ShouldBe("059f36b4-87a3-44ab-83d2-661975830a7d");
        message.ReceiptHandle.ShouldBe("AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a");
        message.Body.ShouldBe("""{"a":1}""");
        message.Attributes["ApproximateReceiveCount"].ShouldBe("1");
        message.MessageAttributes["RULE_ARN"].StringValue.ShouldBe("arn");
        message.MessageAttributes["Raw"].BinaryValue.ToArray().ShouldBe([1, 2, 3]);
        message.MessageAttributes["Raw"].BinaryListValues.ShouldHaveSingleItem().ToArray().ShouldBe([4]);
        message.MessageAttributes["Raw"].DataType.ShouldBe("Binary");
        message.Md5OfBody.ShouldBe("e4e68fb7bd0e697a0ae8f1bb342846b3");
        message.Md5OfMessageAttributes.ShouldNotBeNull();
        message.EventSource.ShouldBe("aws:sqs");
        message.EventSourceArn.ShouldBe("arn:aws:sqs:us-east-2:123456789012:my-queue");
        message.AwsRegion.ShouldBe("us-east-2");
    }

    [Fact]
    public void A_batch_response_is_written_with_Lambda_s_names()
    {
        var response = new SQSBatchResponse([new() { ItemIdentifier = "message-1" }]);

        Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(response, LambdaJson.Default.SQSBatchResponse))
            .ShouldBe("""{"batchItemFailures":[{"itemIdentifier":"message-1"}]}""");
    }

    [Fact]
    public void A_batch_without_failures_is_an_empty_list() =>
        JsonSerializer.Serialize(new SQSBatchResponse(), LambdaJson.Default.SQSBatchResponse).ShouldBe("""{"batchItemFailures":[]}""");
}
