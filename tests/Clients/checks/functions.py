"""Lambda and CloudWatch Logs: invoking, describing, mappings, and what functions wrote."""

import base64
import json
import time

from harness import check, equal, eventually, raises

ECHO, FAIL, KEEP = "clients-echo", "clients-fail", "clients-keep"
GROUP = "/clients/echo"


def mapping(aws):
    [found] = aws.lambda_.list_event_source_mappings(FunctionName=KEEP)["EventSourceMappings"]
    return found


@check
def invokes(aws):
    """a call gives the function's answer, an error in its payload, and its log's end when asked"""
    answer = aws.lambda_.invoke(FunctionName=ECHO, Payload=json.dumps({"hei": "ø"}), LogType="Tail")
    equal((answer["StatusCode"], json.load(answer["Payload"]), "FunctionError" in answer), (200, {"hei": "ø"}, False))
    equal(answer["ExecutedVersion"], "$LATEST")
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert "REPORT RequestId: " in tail and "echo {" in tail, tail
    arn = aws.lambda_.get_function(FunctionName=ECHO)["Configuration"]["FunctionArn"]
    equal(json.load(aws.lambda_.invoke(FunctionName=arn, Payload="1")["Payload"]), 1)
    failed = aws.lambda_.invoke(FunctionName=FAIL)
    equal((failed["StatusCode"], failed["FunctionError"]), (200, "Unhandled"))
    equal(json.load(failed["Payload"])["errorType"], "TypeError")
    equal(aws.lambda_.invoke(FunctionName=ECHO, InvocationType="DryRun")["StatusCode"], 204)
    with raises("ResourceNotFoundException", 404, "ResourceNotFoundException", "Function not found: "):
        aws.lambda_.invoke(FunctionName="none")
    with raises("InvalidRequestContentException", 400, "InvalidRequestContentException"):
        aws.lambda_.invoke(FunctionName=ECHO, Payload="{")
    with raises("RequestTooLargeException", 413, "RequestTooLargeException"):
        aws.lambda_.invoke(FunctionName=ECHO, Payload=json.dumps("x" * 6 * 1024 * 1024))


@check
def invokes_asynchronously(aws):
    """an event is accepted at once, and one that fails goes to its destination"""
    equal(aws.lambda_.invoke(FunctionName=FAIL, InvocationType="Event", Payload='{"n": 1}')["StatusCode"], 202)
    record = json.loads(aws.receive("clients-failures", 20)["Body"])
    equal((record["requestContext"]["condition"], record["requestPayload"]), ("RetriesExhausted", {"n": 1}))
    equal(record["responsePayload"]["errorMessage"], "as asked")


@check
def describes_functions(aws):
    """functions are listed and described with their settings"""
    names = [function["FunctionName"] for page in aws.lambda_.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2})
             for function in page["Functions"]]
    equal(sorted(names), ["clients-authorize", ECHO, FAIL, KEEP, "clients-web"])
    function = aws.lambda_.get_function(FunctionName=ECHO)
    configuration = function["Configuration"]
    equal((configuration["Runtime"], configuration["Handler"], configuration["Timeout"], configuration["MemorySize"]), ("provided.al2023", "echo", 10, 128))
    equal((configuration["Environment"]["Variables"]["COLOUR"], configuration["State"]), ("blue", "Active"))
    equal(function["Concurrency"]["ReservedConcurrentExecutions"], 5)
    equal(aws.lambda_.get_function_configuration(FunctionName=ECHO)["FunctionArn"], configuration["FunctionArn"])
    equal(aws.lambda_.get_function_concurrency(FunctionName=ECHO)["ReservedConcurrentExecutions"], 5)
    config = aws.lambda_.get_function_event_invoke_config(FunctionName=FAIL)
    equal((config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]), (0, 60))
    assert config["DestinationConfig"]["OnFailure"]["Destination"].endswith(":clients-failures"), config
    policy = json.loads(aws.lambda_.get_policy(FunctionName="clients-web")["Policy"])
    equal(policy["Statement"][0]["Principal"], {"Service": "apigateway.amazonaws.com"})
    aws.lambda_.get_waiter("function_active_v2").wait(FunctionName=ECHO)
    for call in (aws.lambda_.get_function, aws.lambda_.get_function_configuration, aws.lambda_.get_policy):
        with raises("ResourceNotFoundException", 404, "ResourceNotFoundException"):
            call(FunctionName="none")


@check
def maps_queues(aws):
    """a mapping hands its function what its filter lets through, and can be switched off and on"""
    queue, uuid = aws.queue("clients-batches"), mapping(aws)["UUID"]
    aws.sqs.send_message(QueueUrl=queue, MessageBody='{"keep": false}')
    kept = aws.sqs.send_message(QueueUrl=queue, MessageBody='{"keep": true}')["MessageId"]
    found = eventually(lambda: aws.dynamodb.get_item(TableName="clients-kept", Key={"id": {"S": kept}}).get("Item"), "the message is kept")
    equal(found["body"], {"S": '{"keep": true}'})
    described = aws.lambda_.get_event_source_mapping(UUID=uuid)
    equal((described["BatchSize"], described["State"], described["FilterCriteria"]["Filters"]), (10, "Enabled", [{"Pattern": '{"body":{"keep":[true]}}'}]))
    assert described["EventSourceArn"].endswith(":clients-batches"), described

    aws.lambda_.update_event_source_mapping(UUID=uuid, Enabled=False)
    eventually(lambda: mapping(aws)["State"] == "Disabled", "the mapping is switched off")
    late = aws.sqs.send_message(QueueUrl=queue, MessageBody='{"keep": true}')["MessageId"]
    time.sleep(1)
    assert "Item" not in aws.dynamodb.get_item(TableName="clients-kept", Key={"id": {"S": late}}), "a mapping that is off ran"
    aws.lambda_.update_event_source_mapping(UUID=uuid, Enabled=True, BatchSize=5)
    eventually(lambda: aws.dynamodb.get_item(TableName="clients-kept", Key={"id": {"S": late}}).get("Item"), "the mapping runs again")
    equal(mapping(aws)["BatchSize"], 5)
    aws.lambda_.update_event_source_mapping(UUID=uuid, BatchSize=10)
    with raises("ResourceNotFoundException", 404, "ResourceNotFoundException"):
        aws.lambda_.get_event_source_mapping(UUID="00000000-0000-0000-0000-000000000000")


@check
def asks_for_the_role_of_a_mapping(aws):
    """a mapping can't be given a destination that its function's role may not send to"""
    [follow] = aws.lambda_.list_event_source_mappings(FunctionName=ECHO)["EventSourceMappings"]
    dead = aws.sqs.get_queue_attributes(QueueUrl=aws.queue("clients-dead"), AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    with raises("InvalidParameterValueException", 400, "InvalidParameterValueException", "SendMessage"):
        aws.lambda_.update_event_source_mapping(UUID=follow["UUID"], DestinationConfig={"OnFailure": {"Destination": dead}})
    failures = dead.replace(":clients-dead", ":clients-failures")
    aws.lambda_.update_event_source_mapping(UUID=follow["UUID"], DestinationConfig={"OnFailure": {"Destination": failures}})
    [follow] = aws.lambda_.list_event_source_mappings(FunctionName=ECHO)["EventSourceMappings"]
    equal(follow["DestinationConfig"]["OnFailure"]["Destination"], failures)


@check
def keeps_logs(aws):
    """what a function writes is in its log group, and is found by a pattern"""
    mark = f"mark-{time.time_ns()}"
    aws.lambda_.invoke(FunctionName=ECHO, Payload=json.dumps({"text": mark}))
    [group] = aws.logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    equal((group["logGroupName"], group["retentionInDays"]), (GROUP, 7))
    [event] = eventually(lambda: aws.logs.filter_log_events(logGroupName=GROUP, filterPattern=f'"{mark}"')["events"], "the line is in the log")
    assert event["message"].startswith("echo {"), event
    streams = aws.logs.describe_log_streams(logGroupName=GROUP, orderBy="LastEventTime", descending=True)["logStreams"]
    assert event["logStreamName"] in [stream["logStreamName"] for stream in streams], streams
    lines = aws.logs.get_log_events(logGroupName=GROUP, logStreamName=event["logStreamName"], startFromHead=True)
    assert any(line["message"].startswith("START RequestId: ") for line in lines["events"]), lines
    again = aws.logs.get_log_events(logGroupName=GROUP, logStreamName=event["logStreamName"], nextToken=lines["nextForwardToken"])
    equal((again["events"], again["nextForwardToken"]), ([], lines["nextForwardToken"]))
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        aws.logs.filter_log_events(logGroupName="/none")
    with raises("InvalidParameterException", kind="InvalidParameterException"):
        aws.logs.filter_log_events(logGroupName=GROUP, filterPattern="{ $.a = ")
