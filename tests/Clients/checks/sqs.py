"""SQS: messages from sending to deleting, dead-letter queues, and what describes queues."""

import hashlib
import json
import struct
import threading
import time

from harness import check, equal, eventually, raises

ATTRIBUTES = {
    "colour": {"DataType": "String", "StringValue": "blå"},
    "count": {"DataType": "Number", "StringValue": "42"},
    "raw": {"DataType": "Binary", "BinaryValue": b"\x00\x01"},
}


def md5_of_attributes(attributes):
    """As the developer guide of SQS defines it: name, type, kind of value and value, each with its length, by name."""
    digest = hashlib.md5()
    for name in sorted(attributes):
        attribute = attributes[name]
        value = attribute.get("BinaryValue")
        parts = [name.encode(), attribute["DataType"].encode()]
        for part in parts:
            digest.update(struct.pack(">I", len(part)) + part)
        digest.update(b"\x01" if value is None else b"\x02")
        value = attribute["StringValue"].encode() if value is None else value
        digest.update(struct.pack(">I", len(value)) + value)
    return digest.hexdigest()


@check
def finds_queues(aws):
    """queues are found by name and listed by prefix, page by page"""
    url = aws.queue("clients-work")
    equal(url, f"{aws.endpoint}/{url.split('/')[3]}/clients-work")
    with raises("AWS.SimpleQueueService.NonExistentQueue", kind="QueueDoesNotExist", message="does not exist"):
        aws.sqs.get_queue_url(QueueName="nowhere")
    pages = aws.sqs.get_paginator("list_queues").paginate(QueueNamePrefix="clients-", PaginationConfig={"PageSize": 2})
    urls = [url for page in pages for url in page["QueueUrls"]]
    equal(sorted(url.rsplit("/", 1)[1] for url in urls),
          ["clients-batches", "clients-dead", "clients-events", "clients-failures", "clients-small", "clients-told", "clients-work"])
    assert "QueueUrls" not in aws.sqs.list_queues(QueueNamePrefix="other") or not aws.sqs.list_queues(QueueNamePrefix="other")["QueueUrls"]


@check
def describes_queues(aws):
    """attributes come as strings, all or those asked for"""
    url = aws.queue("clients-work")
    all_of_it = aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    equal(all_of_it["VisibilityTimeout"], "30")
    equal(all_of_it["MaximumMessageSize"], "1048576")
    assert '"maxReceiveCount":2' in all_of_it["RedrivePolicy"].replace(" ", ""), all_of_it["RedrivePolicy"]
    equal(set(aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]), {"QueueArn"})
    assert "Attributes" not in aws.sqs.get_queue_attributes(QueueUrl=url)
    with raises("InvalidAttributeName", kind="InvalidAttributeName"):
        aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Colour"])
    dead = aws.sqs.get_queue_attributes(QueueUrl=aws.queue("clients-dead"), AttributeNames=["RedriveAllowPolicy"])["Attributes"]
    equal(json.loads(dead["RedriveAllowPolicy"]), {"redrivePermission": "allowAll"})
    equal(aws.sqs.list_dead_letter_source_queues(QueueUrl=aws.queue("clients-dead"))["queueUrls"], [url])


@check
def sends_and_receives(aws):
    """a message keeps body and attributes, and its MD5s are right"""
    url = aws.queue("clients-told")
    body = "blåbær \U0001F980"
    sent = aws.sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=ATTRIBUTES)
    equal(sent["MD5OfMessageBody"], hashlib.md5(body.encode()).hexdigest())
    equal(sent["MD5OfMessageAttributes"], md5_of_attributes(ATTRIBUTES))
    message = aws.receive("clients-told", MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"])
    equal((message["MessageId"], message["Body"], message["MD5OfBody"]), (sent["MessageId"], body, sent["MD5OfMessageBody"]))
    equal(message["MessageAttributes"], ATTRIBUTES)
    equal(message["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
    equal(message["Attributes"]["ApproximateReceiveCount"], "1")
    assert {"SenderId", "SentTimestamp", "ApproximateFirstReceiveTimestamp"} <= set(message["Attributes"]), message["Attributes"]
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=url)


@check
def selects_attributes(aws):
    """a receiver gets the attributes that it names, by name or prefix"""
    url = aws.queue("clients-told")
    aws.sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=ATTRIBUTES)
    message = aws.receive("clients-told", MessageAttributeNames=["co.*"])
    equal(set(message["MessageAttributes"]), {"colour", "count"})
    aws.sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=ATTRIBUTES)
    assert "MessageAttributes" not in aws.receive("clients-told")


@check
def waits_for_messages(aws):
    """a long poll ends as soon as a message comes, and a delayed message comes after its delay"""
    url = aws.queue("clients-told")
    sender = threading.Timer(0.3, lambda: aws.sqs.send_message(QueueUrl=url, MessageBody="late"))
    start = time.monotonic()
    sender.start()
    equal(aws.receive("clients-told", 10)["Body"], "late")
    assert time.monotonic() - start < 5, "the long poll did not end when the message came"
    aws.sqs.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=1)
    equal(aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"])["Attributes"],
          {"ApproximateNumberOfMessagesDelayed": "1"})
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=url)
    equal(aws.receive("clients-told", 10)["Body"], "delayed")


@check
def hides_received_messages(aws):
    """a received message is invisible until its visibility ends, and a receipt handle must be one"""
    url = aws.queue("clients-events")
    aws.sqs.send_message(QueueUrl=url, MessageBody="x")
    [message] = aws.sqs.receive_message(QueueUrl=url, VisibilityTimeout=30)["Messages"]
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=url)
    aws.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    again = aws.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, MessageSystemAttributeNames=["ApproximateReceiveCount"])["Messages"][0]
    equal(again["Attributes"], {"ApproximateReceiveCount": "2"})
    with raises("InvalidParameterValue", message="43200"):
        aws.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"], VisibilityTimeout=43_201)
    aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    with raises("ReceiptHandleIsInvalid", 404, "ReceiptHandleIsInvalid"):
        aws.sqs.delete_message(QueueUrl=url, ReceiptHandle="nonsense")


@check
def moves_dead_letters(aws):
    """a poison message goes to the dead-letter queue, and a move task brings it back"""
    work, dead = aws.queue("clients-work"), aws.queue("clients-dead")
    aws.sqs.send_message(QueueUrl=work, MessageBody="poison")
    for _ in range(2):
        [message] = aws.sqs.receive_message(QueueUrl=work, WaitTimeSeconds=5, VisibilityTimeout=0)["Messages"]
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=work, WaitTimeSeconds=1)
    arn = aws.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    [message] = aws.sqs.receive_message(
        QueueUrl=dead, WaitTimeSeconds=5, VisibilityTimeout=0, MessageSystemAttributeNames=["DeadLetterQueueSourceArn"])["Messages"]
    assert message["Attributes"]["DeadLetterQueueSourceArn"].endswith(":clients-work"), message

    handle = aws.sqs.start_message_move_task(SourceArn=arn)["TaskHandle"]
    assert handle, "a task has a handle"
    task = eventually(lambda: next((task for task in aws.sqs.list_message_move_tasks(SourceArn=arn)["Results"] if task["Status"] == "COMPLETED"), None),
                      "the move task completes")
    equal((task["ApproximateNumberOfMessagesMoved"], task["SourceArn"]), (1, arn))
    equal(aws.receive("clients-work")["Body"], "poison")
    with raises("ResourceNotFoundException", 404, "ResourceNotFoundException"):
        aws.sqs.start_message_move_task(SourceArn=arn + "x")
    with raises("InvalidParameterValue", message="Dead Letter Queue"):
        aws.sqs.start_message_move_task(SourceArn=arn.replace("-dead", "-work"))


@check
def cancels_move_tasks(aws):
    """a move task with a rate runs on, one at a time, until it is cancelled"""
    dead = aws.queue("clients-dead")
    arn = aws.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    target = arn.replace("-dead", "-failures")
    for number in range(6):
        aws.sqs.send_message(QueueUrl=dead, MessageBody=str(number))
    handle = aws.sqs.start_message_move_task(SourceArn=arn, DestinationArn=target, MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
    [task] = aws.sqs.list_message_move_tasks(SourceArn=arn)["Results"]
    equal((task["Status"], task["TaskHandle"], task["MaxNumberOfMessagesPerSecond"]), ("RUNNING", handle, 1))
    with raises("InvalidParameterValue", message="already a task running"):
        aws.sqs.start_message_move_task(SourceArn=arn)
    moved = aws.sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]
    assert 0 <= moved < 6, moved
    task = eventually(lambda: next((task for task in aws.sqs.list_message_move_tasks(SourceArn=arn)["Results"] if task["Status"] == "CANCELLED"), None),
                      "the move task is cancelled")
    assert "TaskHandle" not in task, task
    with raises("ResourceNotFoundException", 404, "ResourceNotFoundException"):
        aws.sqs.cancel_message_move_task(TaskHandle=handle)
    aws.sqs.purge_queue(QueueUrl=dead)
    aws.sqs.purge_queue(QueueUrl=aws.queue("clients-failures"))


@check
def purges(aws):
    """a queue is purged at most once a minute"""
    url = aws.queue("clients-small")
    aws.sqs.send_message(QueueUrl=url, MessageBody="x")
    aws.sqs.purge_queue(QueueUrl=url)
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=url)
    with raises("AWS.SimpleQueueService.PurgeQueueInProgress", 403, "PurgeQueueInProgress"):
        aws.sqs.purge_queue(QueueUrl=url)
