"""STS: who calls."""

from harness import check, equal


@check
def tells_the_caller(aws):
    """GetCallerIdentity names the account, whose root an operator is"""
    identity = aws.sts.get_caller_identity()
    account = aws.queue("clients-work").split("/")[3]
    equal((identity["Account"], identity["UserId"], identity["Arn"]), (account, account, f"arn:aws:iam::{account}:root"))
