"""SQS: batches, sizes, and the errors for what is out of range."""

from harness import check, equal, raises

MEGABYTE = 1024 * 1024


def entries(count, body="x"):
    return [{"Id": f"m{number}", "MessageBody": body} for number in range(count)]


@check
def sends_batches(aws):
    """a batch succeeds entry by entry"""
    url = aws.queue("clients-small")
    answer = aws.sqs.send_message_batch(QueueUrl=url, Entries=entries(2) + [{"Id": "long", "MessageBody": "x" * 1025}])
    equal([entry["Id"] for entry in answer["Successful"]], ["m0", "m1"])
    [failed] = answer["Failed"]
    equal((failed["Id"], failed["SenderFault"], failed["Code"]), ("long", True, "InvalidParameterValue"))
    messages = aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)["Messages"]
    equal(len(messages), 2)
    handles = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)]
    changed = aws.sqs.change_message_visibility_batch(
        QueueUrl=url, Entries=[dict(handles[0], VisibilityTimeout=10), dict(handles[1], VisibilityTimeout=50_000)])
    equal([entry["Id"] for entry in changed["Successful"]], ["0"])
    equal([(entry["Id"], entry["Code"]) for entry in changed["Failed"]], [("1", "InvalidParameterValue")])
    deleted = aws.sqs.delete_message_batch(QueueUrl=url, Entries=handles + [{"Id": "bad", "ReceiptHandle": "nonsense"}])
    equal([entry["Id"] for entry in deleted["Successful"]], ["0", "1"])
    equal([(entry["Id"], entry["Code"]) for entry in deleted["Failed"]], [("bad", "ReceiptHandleIsInvalid")])


@check
def refuses_batches(aws):
    """a batch that is none is refused as a whole"""
    url = aws.queue("clients-work")
    def send(batch):
        return aws.sqs.send_message_batch(QueueUrl=url, Entries=batch)

    code = "AWS.SimpleQueueService."
    with raises(code + "EmptyBatchRequest", kind="EmptyBatchRequest"):
        send([])
    with raises(code + "TooManyEntriesInBatchRequest", kind="TooManyEntriesInBatchRequest", message="11"):
        send(entries(11))
    with raises(code + "BatchEntryIdsNotDistinct", kind="BatchEntryIdsNotDistinct"):
        send(entries(1) + entries(1))
    with raises(code + "InvalidBatchEntryId", kind="InvalidBatchEntryId"):
        send([{"Id": "a b", "MessageBody": "x"}])
    with raises(code + "BatchRequestTooLong", kind="BatchRequestTooLong"):
        send(entries(2, "x" * (MEGABYTE // 2 + 1)))


@check
def limits_sizes(aws):
    """a message has its queue's size at most, and one megabyte"""
    work, small = aws.queue("clients-work"), aws.queue("clients-small")
    with raises("InvalidParameterValue", message="1024"):
        aws.sqs.send_message(QueueUrl=small, MessageBody="x" * 1025)
    with raises("InvalidParameterValue", message=str(MEGABYTE)):
        aws.sqs.send_message(QueueUrl=work, MessageBody="x" * (MEGABYTE + 1))
    with raises("InvalidMessageContents", kind="InvalidMessageContents"):
        aws.sqs.send_message(QueueUrl=work, MessageBody="\x01")
    with raises("MissingParameter"):
        aws.sqs.send_message(QueueUrl=work, MessageBody="")


@check
def limits_parameters(aws):
    """numbers out of range and unknown queues are refused"""
    url = aws.queue("clients-work")
    with raises("InvalidParameterValue", message="Must be between 1 and 10, if provided."):
        aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11)
    with raises("InvalidParameterValue", message="WaitTimeSeconds"):
        aws.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=21)
    with raises("InvalidParameterValue", message="DelaySeconds"):
        aws.sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=901)
    with raises("InvalidParameterValue"):
        aws.sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={"a": {"DataType": "Colour", "StringValue": "x"}})
    with raises("AWS.SimpleQueueService.NonExistentQueue", kind="QueueDoesNotExist"):
        aws.sqs.send_message(QueueUrl=url + "x", MessageBody="x")
