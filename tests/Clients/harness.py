"""What the checks share: clients, a note of every operation called, and assertions on errors."""

import contextlib
import json
import time
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

CHECKS = []


def check(function):
    """Adds a function of one argument, an Aws, to what check.py runs; its docstring says what it shows."""
    CHECKS.append(function)
    return function


class Skipped(Exception):
    """A check that can't be made on this machine, with the reason."""


class Aws:
    """boto3's clients on one endpoint."""

    def __init__(self, endpoint, region="us-east-1"):
        self.endpoint = endpoint.rstrip("/")
        self.called = {}
        self._session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=region)
        self._clients = {}

    def __getattr__(self, service):
        return self.client(service)

    def client(self, service):
        """The client of a service; lambda_ is that of lambda, which is a word of Python; NAME_v4 signs URLs with version 4, which is not boto3's default for S3 in every region."""
        service = service.rstrip("_")
        if service not in self._clients:
            version = "s3v4" if service.endswith("_v4") else None
            config = Config(retries={"total_max_attempts": 1}, read_timeout=30, signature_version=version)
            client = self._session.client(service.removesuffix("_v4"), endpoint_url=self.endpoint, config=config)
            client.meta.events.register("before-call", self._note)
            self._clients[service] = client
        return self._clients[service]

    def _note(self, model, **_):
        self.called.setdefault(model.service_model.service_name, set()).add(model.name)

    def local(self, method, path, body=None):
        """What the local run's own page /_local/PATH answers."""
        request = urllib.request.Request(
            f"{self.endpoint}/_local/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def queue(self, name):
        return self.sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def receive(self, name, seconds=10, **more):
        """The next message of a queue, which is deleted; fails when none comes in time."""
        url = self.queue(name)
        messages = self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=seconds, **more).get("Messages")
        assert messages, f"no message came to {name} within {seconds} s"
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=messages[0]["ReceiptHandle"])
        return messages[0]


@contextlib.contextmanager
def raises(code, status=400, kind="ClientError", message=""):
    """Expects botocore's exception of that class, error code and HTTP status, with that text in its message."""
    try:
        yield
    except botocore.exceptions.ClientError as error:
        answer = error.response
        came = (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], type(error).__name__)
        assert came == (code, status, kind), f"expected {(code, status, kind)}, came {came}: {answer['Error'].get('Message')}"
        assert message in answer["Error"].get("Message", ""), f"expected '{message}' in the message, came '{answer['Error'].get('Message')}'"
    else:
        raise AssertionError(f"expected {code}, came an answer without an error")


def equal(came, expected):
    assert came == expected, f"expected {expected!r}, came {came!r}"


def eventually(condition, what, seconds=15):
    """Waits until a condition gives something true, which is returned."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"within {seconds} s: {what}")
