"""EventBridge: buses, rules and their targets, putting events, archives and replays."""

import datetime
import json
import time

from harness import check, equal, eventually, raises


def entry(total, **more):
    return {"EventBusName": "clients", "Source": "shop", "DetailType": "OrderPlaced", "Detail": json.dumps({"total": total}), **more}


@check
def describes_buses(aws):
    """buses, rules and targets are listed and described"""
    equal([bus["Name"] for bus in aws.events.list_event_buses(NamePrefix="clients")["EventBuses"]], ["clients"])
    assert aws.events.describe_event_bus(Name="clients")["Arn"].endswith(":event-bus/clients")
    equal(aws.events.describe_event_bus()["Name"], "default")
    equal(sorted(rule["Name"] for rule in aws.events.list_rules(EventBusName="clients")["Rules"] if not rule.get("ManagedBy")), ["large-orders", "news", "switched-off"])
    rule = aws.events.describe_rule(Name="large-orders", EventBusName="clients")
    equal((rule["State"], json.loads(rule["EventPattern"])["source"]), ("ENABLED", ["shop"]))
    equal(aws.events.describe_rule(Name="daily")["ScheduleExpression"], "rate(1 day)")
    [target] = aws.events.list_targets_by_rule(Rule="large-orders", EventBusName="clients")["Targets"]
    equal((target["Id"], target["InputTransformer"]["InputPathsMap"]), ("queue", {"total": "$.detail.total"}))
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        aws.events.describe_rule(Name="none")
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        aws.events.list_rules(EventBusName="none")


@check
def puts_events(aws):
    """an event that a rule matches reaches its target, transformed; others do not"""
    answer = aws.events.put_events(Entries=[entry(99), entry(100)])
    equal((answer["FailedEntryCount"], len({e["EventId"] for e in answer["Entries"]})), (0, 2))
    equal(json.loads(aws.receive("clients-events")["Body"]), {"total": 100, "from": "large-orders"})
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=aws.queue("clients-events"), WaitTimeSeconds=1)


@check
def puts_events_to_topics_and_log_groups(aws):
    """a rule's topic tells its subscribers, and its log group has the event"""
    mark = f"mark-{time.time_ns()}"
    [put] = aws.events.put_events(Entries=[entry(0, Source="news", Detail=json.dumps({"mark": mark}))])["Entries"]
    equal(json.loads(json.loads(aws.receive("clients-told")["Body"])["Message"]), {"mark": mark})
    [line] = eventually(
        lambda: aws.logs.filter_log_events(logGroupName="/clients/events", filterPattern=f'"{mark}"')["events"], "the event is in the log group")
    equal((json.loads(line["message"])["id"], json.loads(line["message"])["detail"]), (put["EventId"], {"mark": mark}))


@check
def tries_again(aws):
    """a target that fails gets the event when it is tried again, and the fault tells how often it struck"""
    aws.local("POST", "faults", {"fault": "large-orders->clients-events:error:1"})
    try:
        aws.events.put_events(Entries=[entry(101)])
        [fault] = eventually(lambda: [one for one in aws.local("GET", "faults")["faults"] if one["struck"] > 0], "the fault struck")
        equal((fault["fault"].split(":")[0], fault["cases"]), ("large-orders->clients-events", fault["struck"]))
        assert "Messages" not in aws.sqs.receive_message(QueueUrl=aws.queue("clients-events")), "a delivery that failed came"
    finally:
        equal(aws.local("DELETE", "faults"), {"faults": []})
    equal(json.loads(aws.receive("clients-events", 20)["Body"])["total"], 101)


@check
def fails_entries(aws):
    """a bad entry fails alone, in its place; too many or too much fails the call"""
    answer = aws.events.put_events(Entries=[entry(1, Detail="no json"), entry(1), {"Source": "shop", "DetailType": "x"}])
    equal(answer["FailedEntryCount"], 2)
    equal([e.get("ErrorCode") for e in answer["Entries"]], ["MalformedDetail", None, "InvalidArgument"])
    with raises("ValidationException", message="less than or equal to 10"):
        aws.events.put_events(Entries=[entry(1)] * 11)
    with raises("ValidationException", message="over the limit"):
        aws.events.put_events(Entries=[entry(1, Detail=json.dumps({"x": "x" * 1024 * 1024}))])


@check
def tests_patterns(aws):
    """TestEventPattern matches an event, and names what is wrong with a pattern"""
    event = {"id": "1", "account": "123456789012", "source": "shop", "time": "2026-01-01T00:00:00Z", "region": "us-east-1",
             "detail-type": "x", "resources": [], "detail": {"a": [1, "b"]}}
    for pattern, expected in (({"detail": {"a": ["b"]}}, True), ({"detail": {"a": [{"anything-but": "b"}]}}, True), ({"source": [{"prefix": "x"}]}, False)):
        equal(aws.events.test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"], expected)
    with raises("InvalidEventPatternException", kind="InvalidEventPatternException", message="Event pattern is not valid. Reason: "):
        aws.events.test_event_pattern(EventPattern='{"source": "shop"}', Event=json.dumps(event))
    with raises("ValidationException", message="Parameter Event is not valid."):
        aws.events.test_event_pattern(EventPattern='{"source": ["shop"]}', Event='{"source": "shop"}')


@check
def switches_rules(aws):
    """a rule that is switched on matches, and one that is switched off does not"""
    event = [entry(1, Source="off")]
    rule = {"Name": "switched-off", "EventBusName": "clients"}
    aws.events.enable_rule(**rule)
    equal(aws.events.describe_rule(**rule)["State"], "ENABLED")
    aws.events.put_events(Entries=event)
    equal(json.loads(aws.receive("clients-events")["Body"])["source"], "off")
    aws.events.disable_rule(**rule)
    aws.events.put_events(Entries=event)
    assert "Messages" not in aws.sqs.receive_message(QueueUrl=aws.queue("clients-events"), WaitTimeSeconds=1)
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        aws.events.enable_rule(Name="none")


@check
def replays_archives(aws):
    """an archive keeps what matched, and a replay sends it again to the rules"""
    [archive] = aws.events.list_archives(NamePrefix="clients-")["Archives"]
    equal((archive["ArchiveName"], archive["State"]), ("clients-archive", "ENABLED"))
    described = aws.events.describe_archive(ArchiveName="clients-archive")
    bus = aws.events.describe_event_bus(Name="clients")["Arn"]
    equal((described["EventSourceArn"], described["RetentionDays"]), (bus, 1))
    aws.events.put_events(Entries=[entry(500)])
    aws.receive("clients-events")
    now = datetime.datetime.now(datetime.timezone.utc)
    replay = {"ReplayName": f"again-{now:%H%M%S%f}", "EventSourceArn": described["ArchiveArn"], "Destination": {"Arn": bus},
              "EventStartTime": now - datetime.timedelta(hours=1), "EventEndTime": now + datetime.timedelta(seconds=1)}
    equal(aws.events.start_replay(**replay)["State"], "STARTING")
    totals = []
    while 500 not in totals:
        totals.append(json.loads(aws.receive("clients-events")["Body"])["total"])
    eventually(lambda: aws.events.describe_replay(ReplayName=replay["ReplayName"])["State"] == "COMPLETED", "the replay completes")
    assert replay["ReplayName"] in [r["ReplayName"] for r in aws.events.list_replays()["Replays"]]
    with raises("ResourceAlreadyExistsException", kind="ResourceAlreadyExistsException"):
        aws.events.start_replay(**replay)
    with raises("IllegalStatusException", kind="IllegalStatusException"):
        aws.events.cancel_replay(ReplayName=replay["ReplayName"])
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        aws.events.describe_replay(ReplayName="none")
