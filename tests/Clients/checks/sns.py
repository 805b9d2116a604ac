"""SNS: topics, what is published to them, and subscriptions of queues."""

import json

from harness import check, equal, raises


def topic(aws):
    return next(entry["TopicArn"] for entry in aws.sns.list_topics()["Topics"] if entry["TopicArn"].endswith(":clients-topic"))


@check
def describes_topics(aws):
    """topics and their subscriptions are listed"""
    arn = topic(aws)
    attributes = aws.sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    equal((attributes["DisplayName"], attributes["SubscriptionsConfirmed"]), ("Clients", "1"))
    [subscription] = aws.sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    equal((subscription["Protocol"], subscription["Endpoint"].rsplit(":", 1)[1]), ("sqs", "clients-told"))
    assert subscription in aws.sns.list_subscriptions()["Subscriptions"]


@check
def publishes(aws):
    """a message reaches the queue in SNS's envelope, with its attributes"""
    arn = topic(aws)
    sent = aws.sns.publish(TopicArn=arn, Message="hei ø", Subject="S", MessageAttributes={"a": {"DataType": "String", "StringValue": "1"}})
    envelope = json.loads(aws.receive("clients-told")["Body"])
    equal((envelope["Type"], envelope["MessageId"], envelope["TopicArn"], envelope["Message"], envelope["Subject"]),
          ("Notification", sent["MessageId"], arn, "hei ø", "S"))
    equal(envelope["MessageAttributes"], {"a": {"Type": "String", "Value": "1"}})
    aws.sns.publish(TopicArn=arn, Message=json.dumps({"default": "all", "sqs": "queues"}), MessageStructure="json")
    equal(json.loads(aws.receive("clients-told")["Body"])["Message"], "queues")


@check
def publishes_batches(aws):
    """a batch succeeds entry by entry, and what is no batch is refused"""
    arn = topic(aws)
    answer = aws.sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[{"Id": "a", "Message": "1"}, {"Id": "b", "Message": ""}])
    equal([entry["Id"] for entry in answer["Successful"]], ["a"])
    equal([(entry["Id"], entry["SenderFault"]) for entry in answer["Failed"]], [("b", True)])
    equal(json.loads(aws.receive("clients-told")["Body"])["Message"], "1")
    with raises("EmptyBatchRequest", kind="EmptyBatchRequestException"):
        aws.sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[])
    with raises("BatchEntryIdsNotDistinct", kind="BatchEntryIdsNotDistinctException"):
        aws.sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[{"Id": "a", "Message": "1"}] * 2)
    with raises("TooManyEntriesInBatchRequest", kind="TooManyEntriesInBatchRequestException"):
        aws.sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[{"Id": str(n), "Message": "1"} for n in range(11)])


@check
def refuses_messages(aws):
    """an unknown topic, an empty message and one that is too long are errors of their types"""
    arn = topic(aws)
    with raises("NotFound", 404, "NotFoundException"):
        aws.sns.publish(TopicArn=arn + "x", Message="x")
    with raises("InvalidParameter", 400, "InvalidParameterException"):
        aws.sns.publish(TopicArn=arn, Message="")
    with raises("InvalidParameter", 400, "InvalidParameterException", "too long"):
        aws.sns.publish(TopicArn=arn, Message="x" * (256 * 1024 + 1))
    with raises("InvalidParameter", 400, "InvalidParameterException"):
        aws.sns.publish(TopicArn="nonsense", Message="x")
