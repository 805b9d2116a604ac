"""The checks, one module a service; importing them is what registers them."""

from checks import dynamodb, dynamodb_expressions, eventbridge, functions, http_api, s3, s3_multipart, sns, sqs, sqs_limits, sts  # noqa: F401
from checks import command_line  # noqa: F401
