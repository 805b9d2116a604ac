"""Asks the local run which operations it serves: a call that it doesn't serve is answered 501, with the list."""

import re

import botocore.exceptions

# One operation of each service that templates make superfluous, so that it is never served.
NEVER_SERVED = {
    "sqs": lambda aws: aws.sqs.create_queue(QueueName="new"),
    "s3": lambda aws: aws.s3.get_bucket_accelerate_configuration(Bucket="clients-bucket"),
    "sns": lambda aws: aws.sns.create_topic(Name="new"),
    "sts": lambda aws: aws.sts.get_session_token(),
}

# The JSON services are listed together, by the prefix of X-Amz-Target.
JSON_SERVICES = {
    "AmazonSQS": "sqs",
    "AWSEvents": "events",
    "DynamoDB_20120810": "dynamodb",
    "DynamoDBStreams_20120810": "dynamodbstreams",
    "Logs_20140328": "logs",
    "Lambda": "lambda",
}


def operations(aws):
    """Names of the served operations by boto3's name of the service."""
    served = {JSON_SERVICES[prefix]: _names(names) for prefix, names in re.findall(r"(\w+) \(([^)]*)\)", _refusal(aws, "sqs"))
              if prefix in JSON_SERVICES}
    for service in ("s3", "sns", "sts"):
        served[service] = _names(_refusal(aws, service).split("It serves: ")[1])
    return served


def unchecked(aws):
    """What is served and was not called."""
    missing = {service: names - aws.called.get(service, set()) for service, names in operations(aws).items()}
    return {service: names for service, names in missing.items() if names}


def _refusal(aws, service):
    try:
        NEVER_SERVED[service](aws)
    except botocore.exceptions.ClientError as error:
        answer = error.response
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501, answer
        return answer["Error"]["Message"]
    raise AssertionError(f"{service} served what no template declares")


def _names(text):
    return {name.strip(" .") for name in text.split(",")} - {""}


def not_served(error):
    """The operation's name when an error says that it isn't served; else nothing."""
    status = error.response["ResponseMetadata"]["HTTPStatusCode"] if isinstance(error, botocore.exceptions.ClientError) else None
    return error.operation_name if status == 501 else None
