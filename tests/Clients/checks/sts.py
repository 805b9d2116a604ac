"""STS: who calls."""

import botocore.exceptions

from harness import Skipped, check, equal


@check
def tells_the_caller(aws):
    """GetCallerIdentity names the account"""
    try:
        identity = aws.sts.get_caller_identity()
    except botocore.exceptions.ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 501:
            raise Skipped("STS is not served") from error
        raise
    equal(identity["Account"], aws.queue("clients-work").split("/")[3])
    assert identity["Arn"].startswith("arn:aws:"), identity
