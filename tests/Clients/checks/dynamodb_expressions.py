"""DynamoDB: the expression language, every function and operator once, and what is no expression."""

import re

from checks.dynamodb import TABLE, VALIDATION, item, key, new_key
from harness import check, equal, raises

VALUES = {":one": {"N": "1"}, ":five": {"N": "5"}, ":text": {"S": "text"}, ":te": {"S": "te"}, ":list": {"L": [{"N": "1"}]}, ":type": {"S": "S"},
          ":set": {"SS": ["b"]}, ":empty": {"L": []}}


def values(*texts):
    """The placeholders that expressions use; one that they don't is an error."""
    return {name: value for name, value in VALUES.items() if any(name in re.split(r"[ ,()]+", text) for text in texts)}


@check
def judges_conditions(aws):
    """conditions with every function and operator"""
    pk, db = new_key(), aws.dynamodb
    thing = item(pk, 1, n={"N": "5"}, s={"S": "text"}, tags={"SS": ["a", "b"]}, m={"M": {"l": {"L": [{"N": "1"}, {"N": "2"}]}}})
    holds = ["attribute_exists(m.l[1])", "attribute_not_exists(m.x)", "attribute_type(s, :type)", "begins_with(s, :te)", "contains(s, :te)",
             "contains(m.l, :one)", "size(s) > :one", "n = :five", "n <> :one", "n > :one AND n >= :five AND :one < n AND n <= :five",
             "n BETWEEN :one AND :five", "n IN (:one, :five)", "NOT n = :one", "(n = :one OR s = :text) AND size(m.l) < :five", "m.l[0] = :one"]
    db.put_item(TableName=TABLE, Item=thing)
    for condition in holds:
        more = {"ExpressionAttributeValues": values(condition)} if ":" in condition else {}
        db.put_item(TableName=TABLE, Item=thing, ConditionExpression=condition, **more)
        with raises("ConditionalCheckFailedException", kind="ConditionalCheckFailedException", message="The conditional request failed"):
            db.put_item(TableName=TABLE, Item=thing, ConditionExpression=f"NOT ({condition})", **more)


@check
def updates_items(aws):
    """updates with SET, REMOVE, ADD and DELETE, paths and functions"""
    pk, db = new_key(), aws.dynamodb
    db.put_item(TableName=TABLE, Item=item(pk, 1, n={"N": "5"}, tags={"SS": ["a", "b"]}, m={"M": {"l": {"L": [{"N": "1"}, {"N": "2"}]}}}, gone={"S": "x"}))
    update = ("SET n = n - :one, fresh = if_not_exists(fresh, :text), m.l = list_append(m.l, :list), m.k = :one "
              "REMOVE gone, m.gone ADD points :five DELETE tags :set")
    after = db.update_item(TableName=TABLE, Key=key(pk), UpdateExpression=update, ReturnValues="ALL_NEW", ExpressionAttributeValues=values(update))["Attributes"]
    equal(after, item(pk, 1, n={"N": "4"}, fresh={"S": "text"}, points={"N": "5"}, tags={"SS": ["a"]},
                      m={"M": {"l": {"L": [{"N": "1"}, {"N": "2"}, {"N": "1"}]}, "k": {"N": "1"}}}))
    after = db.update_item(TableName=TABLE, Key=key(pk), UpdateExpression="REMOVE m.l[0] SET #n = #n + :one", ReturnValues="ALL_NEW",
                           ExpressionAttributeNames={"#n": "n"}, ExpressionAttributeValues=values(":one"))["Attributes"]
    equal((after["m"]["M"]["l"]["L"], after["n"]), ([{"N": "2"}, {"N": "1"}], {"N": "5"}))
    projected = db.get_item(TableName=TABLE, Key=key(pk), ProjectionExpression="#n, m.l[1]", ExpressionAttributeNames={"#n": "n"})["Item"]
    equal(projected, {"n": {"N": "5"}, "m": {"M": {"l": {"L": [{"N": "1"}]}}}})
    created = db.update_item(TableName=TABLE, Key=key(pk, 9), UpdateExpression="ADD tags :set", ReturnValues="ALL_NEW", ExpressionAttributeValues=values(":set"))
    equal(created["Attributes"]["tags"], {"SS": ["b"]})


@check
def refuses_expressions(aws):
    """an expression that is none gets DynamoDB's message"""
    pk, db = new_key(), aws.dynamodb
    db.put_item(TableName=TABLE, Item=item(pk, 1, s={"S": "text"}))

    def update(expression, **more):
        return db.update_item(TableName=TABLE, Key=key(pk), UpdateExpression=expression, **more)

    one = {"ExpressionAttributeValues": {":one": {"N": "1"}}}
    for expression, more, message in (
            ("SET", {}, "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"SET\""),
            ("SET name = :one", one, "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name"),
            ("SET a = :two", one, "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :two"),
            ("SET #a = :one", one, "An expression attribute name used in the document path is not defined; attribute name: #a"),
            ("SET a = :one", {"ExpressionAttributeValues": {":one": {"N": "1"}, ":two": {"N": "2"}}},
             "Value provided in ExpressionAttributeValues unused in expressions: keys: {:two}"),
            ("REMOVE a", {"ExpressionAttributeNames": {"#x": "x"}}, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}"),
            ("SET pk = :one", one, "Cannot update attribute pk. This attribute is part of the key"),
            ("SET a = :one, a = :one", one, "Two document paths overlap with each other"),
            ("SET s = s + :one", one, "An operand in the update expression has an incorrect data type"),
            ("SET x.y = :one", one, "The document path provided in the update expression is invalid for update"),
            ("SET a = b", {}, "The provided expression refers to an attribute that does not exist in the item"),
            ("SET a = nothing(:one)", one, "Invalid UpdateExpression: Invalid function name; function: nothing")):
        with raises(VALIDATION, message=message):
            update(expression, **more)
    with raises(VALIDATION, message="Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"):
        db.put_item(TableName=TABLE, Item=item(pk, 1), ConditionExpression="begins_with(s, :one)", **one)
    with raises(VALIDATION, message="Invalid FilterExpression: "):
        db.scan(TableName=TABLE, FilterExpression="s =")
    with raises(VALIDATION, message="Invalid ProjectionExpression: "):
        db.get_item(TableName=TABLE, Key=key(pk), ProjectionExpression="a,")
    with raises(VALIDATION, message="Filter Expression can only contain non-primary key attributes"):
        db.query(TableName=TABLE, KeyConditionExpression="pk = :p", FilterExpression="sk = :one",
                 ExpressionAttributeValues={":p": {"S": pk}, ":one": {"N": "1"}})
