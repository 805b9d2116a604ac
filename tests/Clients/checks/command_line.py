"""The AWS CLI, where it is installed."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness import Skipped, check, equal

BUCKET = "s3://clients-bucket"


def run(aws, *arguments, fails=None):
    """What a command writes; with `fails`, its error is expected to have that text."""
    program = shutil.which("aws")
    if program is None:
        raise Skipped("the AWS CLI is not on the PATH")
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": ""}
    done = subprocess.run([program, "--endpoint-url", aws.endpoint, *arguments], capture_output=True, text=True, env=environment, timeout=60)
    if fails:
        assert done.returncode != 0 and fails in done.stderr, f"expected an error with '{fails}', came {done.returncode}: {done.stderr}"
    else:
        assert done.returncode == 0, f"aws {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def lines(text):
    return [line.split()[-1] for line in text.splitlines()]


@check
def handles_files(aws):
    """aws s3: cp, ls, mv, sync, rm, presign, also of a file in parts"""
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "sub").mkdir()
        (here / "a.txt").write_text("a")
        (here / "sub" / "ø b.txt").write_text("b")
        (here / "large").write_bytes(b"0123456789" * 1024 * 1024)
        run(aws, "s3", "cp", f"{here}/large", f"{BUCKET}/cli/large")
        run(aws, "s3", "cp", f"{BUCKET}/cli/large", f"{BUCKET}/cli/copy")
        run(aws, "s3", "mv", f"{BUCKET}/cli/copy", f"{BUCKET}/cli/moved")
        run(aws, "s3", "cp", f"{BUCKET}/cli/moved", f"{here}/back")
        assert (here / "back").read_bytes() == (here / "large").read_bytes(), "the content changed on its way"
        (here / "large").unlink(), (here / "back").unlink()
        equal(lines(run(aws, "s3", "ls", f"{BUCKET}/cli/")), ["large", "moved"])
        assert "sub/ø b.txt" in run(aws, "s3", "sync", folder, f"{BUCKET}/synced")
        equal(run(aws, "s3", "sync", folder, f"{BUCKET}/synced"), "")
        (here / "a.txt").unlink()
        run(aws, "s3", "sync", folder, f"{BUCKET}/synced", "--delete")
        assert "synced/a.txt" not in run(aws, "s3", "ls", f"{BUCKET}/synced", "--recursive")
        run(aws, "s3", "sync", f"{BUCKET}/synced", f"{BUCKET}/synced2")
        run(aws, "s3", "rm", f"{BUCKET}/", "--recursive", "--exclude", "*", "--include", "synced*", "--include", "cli/*")
        assert "clients-bucket" in run(aws, "s3", "ls")
        assert "Signature" in run(aws, "s3", "presign", f"{BUCKET}/x")
        run(aws, "s3", "cp", f"{BUCKET}/none", f"{here}/none", fails="404")


@check
def names_what_is_not_served(aws):
    """a service that the local run doesn't have is refused by name, whatever its protocol"""
    for service, operation, refused in (("iam", "list-users", "iam ListUsers"), ("ec2", "describe-vpcs", "ec2 DescribeVpcs"), ("kms", "list-keys", "TrentService.ListKeys")):
        run(aws, service, operation, fails=f"does not serve {refused}")


@check
def calls_services(aws):
    """one command or more of each service"""
    url = aws.queue("clients-told")
    run(aws, "sqs", "send-message", "--queue-url", url, "--message-body", "by hand")
    equal(json.loads(run(aws, "sqs", "receive-message", "--queue-url", url, "--visibility-timeout", "0"))["Messages"][0]["Body"], "by hand")
    aws.receive("clients-told")
    run(aws, "sqs", "get-queue-url", "--queue-name", "none", fails="NonExistentQueue")
    key = '{"id": {"S": "cli"}}'
    run(aws, "dynamodb", "put-item", "--table-name", "clients-kept", "--item", key)
    equal(json.loads(run(aws, "dynamodb", "get-item", "--table-name", "clients-kept", "--key", key))["Item"], json.loads(key))
    assert json.loads(run(aws, "dynamodb", "scan", "--table-name", "clients-kept", "--max-items", "1"))["Items"]
    equal(json.loads(run(aws, "dynamodb", "list-tables"))["TableNames"], ["clients-items", "clients-kept"])
    entries = json.dumps([{"EventBusName": "clients", "Source": "other", "DetailType": "x", "Detail": "{}"}])
    equal(json.loads(run(aws, "events", "put-events", "--entries", entries))["FailedEntryCount"], 0)
    run(aws, "events", "describe-rule", "--name", "none", fails="ResourceNotFoundException")
    with tempfile.TemporaryDirectory() as folder:
        answer = os.path.join(folder, "answer")
        run(aws, "lambda", "invoke", "--function-name", "clients-echo", "--payload", "7", answer)
        equal(pathlib.Path(answer).read_text(), "7")
    assert json.loads(run(aws, "logs", "filter-log-events", "--log-group-name", "/clients/echo", "--filter-pattern", "echo"))["events"]
    equal(json.loads(run(aws, "sts", "get-caller-identity"))["Account"], url.split("/")[3])
    topic = json.loads(run(aws, "sns", "list-topics"))["Topics"][0]["TopicArn"]
    run(aws, "sns", "publish", "--topic-arn", topic, "--message", "by hand")
    equal(json.loads(aws.receive("clients-told")["Body"])["Message"], "by hand")
