"""DynamoDB: items, indexes, lists, batches, transactions, time to live, streams."""

import decimal
import uuid

from harness import check, equal, eventually, raises

TABLE, KEPT = "clients-items", "clients-kept"
VALIDATION = "ValidationException"


def new_key():
    return uuid.uuid4().hex[:8]


def item(pk, sk, **more):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}, **more}


def key(pk, sk=1):
    return item(pk, sk)


@check
def describes_tables(aws):
    """tables are listed, and described with keys, indexes and stream"""
    assert {TABLE, KEPT} <= set(aws.dynamodb.list_tables()["TableNames"])
    pages = list(aws.dynamodb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1}))
    assert len(pages) >= 2, "a page has one table"
    table = aws.dynamodb.describe_table(TableName=TABLE)["Table"]
    equal((table["TableStatus"], table["KeySchema"]), ("ACTIVE", [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]))
    equal(sorted(index["IndexName"] for index in table["GlobalSecondaryIndexes"]), ["by-kind", "by-name"])
    equal([index["IndexName"] for index in table["LocalSecondaryIndexes"]], ["local-name"])
    equal(table["StreamSpecification"], {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    equal(aws.dynamodb.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"], {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})
    aws.dynamodb.get_waiter("table_exists").wait(TableName=TABLE)
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException", message="Requested resource not found: Table: none not found"):
        aws.dynamodb.describe_table(TableName="none")


@check
def keeps_every_type(aws):
    """every type of attribute comes back as it was put"""
    pk = new_key()
    values = {"s": {"S": "ø"}, "n": {"N": "-1.5"}, "b": {"B": b"\x00\xff"}, "t": {"BOOL": True}, "z": {"NULL": True}, "e": {"S": ""},
              "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "2"]}, "bs": {"BS": [b"1"]}, "l": {"L": [{"S": "x"}, {"N": "1"}]},
              "m": {"M": {"deep": {"L": [{"M": {}}]}}}}
    aws.dynamodb.put_item(TableName=TABLE, Item=item(pk, 1, **values))
    came = aws.dynamodb.get_item(TableName=TABLE, Key=key(pk), ConsistentRead=True)["Item"]
    for name in ("ss", "ns"):
        kind = name.upper()
        equal(sorted(came[name][kind]), sorted(values[name][kind]))
    equal({name: came[name] for name in values if name not in ("ss", "ns")}, {name: values[name] for name in values if name not in ("ss", "ns")})
    assert "Item" not in aws.dynamodb.get_item(TableName=TABLE, Key=key(pk, 2))
    aws.dynamodb.put_item(TableName=TABLE, Item=item(pk, 3, n={"N": "1234567890123456789012345678901234567800"}))
    equal(decimal.Decimal(aws.dynamodb.get_item(TableName=TABLE, Key=key(pk, 3))["Item"]["n"]["N"]), decimal.Decimal("1.2345678901234567890123456789012345678E39"))


@check
def returns_values(aws):
    """ReturnValues, ReturnConsumedCapacity and ReturnValuesOnConditionCheckFailure give what they say"""
    pk, db = new_key(), aws.dynamodb
    assert "Attributes" not in db.put_item(TableName=TABLE, Item=item(pk, 1, a={"N": "1"}), ReturnValues="ALL_OLD")
    equal(db.put_item(TableName=TABLE, Item=item(pk, 1, a={"N": "2"}), ReturnValues="ALL_OLD")["Attributes"]["a"], {"N": "1"})
    update = {"TableName": TABLE, "Key": key(pk), "UpdateExpression": "SET a = a + :one, b = :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    equal(db.update_item(**update, ReturnValues="UPDATED_OLD")["Attributes"], {"a": {"N": "2"}})
    equal(db.update_item(**update, ReturnValues="UPDATED_NEW")["Attributes"], {"a": {"N": "4"}, "b": {"N": "1"}})
    equal(db.update_item(**update, ReturnValues="ALL_OLD")["Attributes"]["a"], {"N": "4"})
    equal(db.update_item(**update, ReturnValues="ALL_NEW")["Attributes"]["a"], {"N": "6"})
    with raises(VALIDATION, message="ReturnValues"):
        db.put_item(TableName=TABLE, Item=item(pk, 1), ReturnValues="ALL_NEW")
    try:
        db.delete_item(TableName=TABLE, Key=key(pk), ConditionExpression="attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure="ALL_OLD")
        raise AssertionError("the condition held")
    except db.exceptions.ConditionalCheckFailedException as error:
        equal((error.response["Item"]["a"], error.response["Error"]["Message"]), ({"N": "6"}, "The conditional request failed"))
    equal(db.delete_item(TableName=TABLE, Key=key(pk), ReturnValues="ALL_OLD")["Attributes"]["a"], {"N": "6"})
    consumed = db.put_item(TableName=KEPT, Item={"id": {"S": pk}, "x": {"S": "x" * 1500}}, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
    equal((consumed["TableName"], consumed["CapacityUnits"]), (KEPT, 2.0))
    consumed = db.get_item(TableName=KEPT, Key={"id": {"S": pk}}, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    equal((consumed["CapacityUnits"], consumed["Table"]["CapacityUnits"]), (0.5, 0.5))


@check
def queries_indexes(aws):
    """queries give a range in order, of the table and its indexes, page by page"""
    pk, db = new_key(), aws.dynamodb
    for n in range(1, 6):
        db.put_item(TableName=TABLE, Item=item(pk, n, kind={"S": pk}, at={"N": str(10 - n)}, name={"S": f"n{n % 2}{pk}"}, size={"N": "1"}, other={"S": "x"}))
    query = {"TableName": TABLE, "KeyConditionExpression": "pk = :p AND sk BETWEEN :a AND :b",
             "ExpressionAttributeValues": {":p": {"S": pk}, ":a": {"N": "2"}, ":b": {"N": "4"}}}

    def numbers(answer):
        return [int(entry["sk"]["N"]) for entry in answer["Items"]]

    equal(numbers(db.query(**query)), [2, 3, 4])
    equal(numbers(db.query(**query, ScanIndexForward=False)), [4, 3, 2])
    filtered = db.query(**{**query, "ExpressionAttributeValues": {**query["ExpressionAttributeValues"], ":s": {"N": "3"}}}, FilterExpression="#at <> :s",
                        ExpressionAttributeNames={"#at": "at"})
    equal((filtered["Count"], filtered["ScannedCount"]), (3, 3))
    pages = list(db.get_paginator("query").paginate(**query, PaginationConfig={"PageSize": 2}))
    equal([numbers(page) for page in pages][:2], [[2, 3], [4]])
    by_kind = db.query(TableName=TABLE, IndexName="by-kind", KeyConditionExpression="kind = :k AND #at >= :n",
                       ExpressionAttributeNames={"#at": "at"}, ExpressionAttributeValues={":k": {"S": pk}, ":n": {"N": "7"}})
    equal(numbers(by_kind), [3, 2, 1])
    by_name = db.query(TableName=TABLE, IndexName="by-name", KeyConditionExpression="#n = :n",
                       ExpressionAttributeNames={"#n": "name"}, ExpressionAttributeValues={":n": {"S": f"n0{pk}"}})["Items"]
    equal((len(by_name), set(by_name[0])), (2, {"pk", "sk", "name", "size"}))
    local = db.query(TableName=TABLE, IndexName="local-name", KeyConditionExpression="pk = :p AND begins_with(#n, :n)", Select="ALL_ATTRIBUTES",
                     ConsistentRead=True, ExpressionAttributeNames={"#n": "name"}, ExpressionAttributeValues={":p": {"S": pk}, ":n": {"S": "n1"}})
    equal((local["Count"], local["Items"][0]["other"]), (3, {"S": "x"}))
    equal(db.query(**query, Select="COUNT")["Count"], 3)
    with raises(VALIDATION, message="Query condition missed key schema element"):
        db.query(TableName=TABLE, KeyConditionExpression="sk = :a", ExpressionAttributeValues={":a": {"N": "1"}})
    with raises(VALIDATION, message="Consistent reads are not supported on global secondary indexes"):
        db.query(TableName=TABLE, IndexName="by-kind", ConsistentRead=True, KeyConditionExpression="kind = :k", ExpressionAttributeValues={":k": {"S": "x"}})
    with raises(VALIDATION, message="The table does not have the specified index: none"):
        db.query(TableName=TABLE, IndexName="none", KeyConditionExpression="kind = :k", ExpressionAttributeValues={":k": {"S": "x"}})


@check
def scans(aws):
    """a scan sees every item once, in pages or segments"""
    pk, db = new_key(), aws.dynamodb
    for n in range(7):
        db.put_item(TableName=KEPT, Item={"id": {"S": f"{pk}-{n}"}, "mine": {"S": pk}})
    scan = {"TableName": KEPT, "FilterExpression": "mine = :p", "ExpressionAttributeValues": {":p": {"S": pk}}}
    pages = list(db.get_paginator("scan").paginate(**scan, PaginationConfig={"PageSize": 2}))
    equal(sum(page["Count"] for page in pages), 7)
    equal(sum(db.scan(**scan, Segment=n, TotalSegments=3)["Count"] for n in range(3)), 7)
    with raises(VALIDATION, message="TotalSegments"):
        db.scan(TableName=KEPT, Segment=3, TotalSegments=3)


@check
def batches(aws):
    """batches write and read many items; a batch that is none is refused"""
    pk, db = new_key(), aws.dynamodb
    writes = [{"PutRequest": {"Item": item(pk, n)}} for n in range(25)]
    equal(db.batch_write_item(RequestItems={TABLE: writes})["UnprocessedItems"], {})
    got = db.batch_get_item(RequestItems={TABLE: {"Keys": [key(pk, n) for n in range(30)], "ProjectionExpression": "sk"}})
    equal((len(got["Responses"][TABLE]), got["UnprocessedKeys"]), (25, {}))
    db.batch_write_item(RequestItems={TABLE: [{"DeleteRequest": {"Key": key(pk, n)}} for n in range(25)]})
    assert "Item" not in db.get_item(TableName=TABLE, Key=key(pk, 0))
    with raises(VALIDATION, message="Provided list of item keys contains duplicates"):
        db.batch_write_item(RequestItems={TABLE: writes[:1] * 2})
    with raises(VALIDATION, message="less than or equal to 25"):
        db.batch_write_item(RequestItems={TABLE: writes + [{"PutRequest": {"Item": item(pk, 99)}}]})
    with raises(VALIDATION, message="Provided list of item keys contains duplicates"):
        db.batch_get_item(RequestItems={TABLE: {"Keys": [key(pk)] * 2}})


@check
def transacts(aws):
    """a transaction is all or nothing, tells why it was cancelled, and is done once for one token"""
    pk, db = new_key(), aws.dynamodb
    add = {"Update": {"TableName": TABLE, "Key": key(pk, 2), "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}}
    writes = [{"Put": {"TableName": TABLE, "Item": item(pk, 1), "ConditionExpression": "attribute_not_exists(pk)"}}, add]
    token = uuid.uuid4().hex
    for _ in range(2):
        db.transact_write_items(TransactItems=writes, ClientRequestToken=token)
    got = db.transact_get_items(TransactItems=[{"Get": {"TableName": TABLE, "Key": key(pk, n)}} for n in (1, 2, 3)])["Responses"]
    equal([entry.get("Item", {}).get("n") for entry in got], [None, {"N": "1"}, None])
    with raises("IdempotentParameterMismatchException", kind="IdempotentParameterMismatchException"):
        db.transact_write_items(TransactItems=[add], ClientRequestToken=token)
    try:
        db.transact_write_items(TransactItems=writes)
        raise AssertionError("the transaction was not cancelled")
    except db.exceptions.TransactionCanceledException as error:
        equal([reason["Code"] for reason in error.response["CancellationReasons"]], ["ConditionalCheckFailed", "None"])
        assert error.response["Error"]["Message"].endswith("[ConditionalCheckFailed, None]"), error
    check_only = {"ConditionCheck": {"TableName": TABLE, "Key": key(pk), "ConditionExpression": "attribute_exists(pk)"}}
    db.transact_write_items(TransactItems=[check_only, {"Delete": {"TableName": TABLE, "Key": key(pk, 2)}}])
    with raises(VALIDATION, message="Transaction request cannot include multiple operations on one item"):
        db.transact_write_items(TransactItems=[check_only, check_only])


@check
def reads_streams(aws):
    """a stream tells each change in order, and nothing of a write that changes nothing"""
    pk, db, streams = new_key(), aws.dynamodb, aws.dynamodbstreams
    [stream] = streams.list_streams(TableName=TABLE)["Streams"]
    description = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
    equal((description["StreamStatus"], description["StreamViewType"]), ("ENABLED", "NEW_AND_OLD_IMAGES"))
    iterators = [streams.get_shard_iterator(StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="LATEST")["ShardIterator"]
                 for shard in description["Shards"]]
    for _ in range(2):
        db.put_item(TableName=TABLE, Item=item(pk, 1, a={"N": "1"}))
    db.put_item(TableName=TABLE, Item=item(pk, 1, a={"N": "2"}))
    db.delete_item(TableName=TABLE, Key=key(pk))
    records = []

    def read():
        for place, iterator in enumerate(iterators):
            answer = streams.get_records(ShardIterator=iterator)
            records.extend(record for record in answer["Records"] if record["dynamodb"]["Keys"]["pk"]["S"] == pk)
            iterators[place] = answer["NextShardIterator"]
        return len(records) >= 3

    eventually(read, "the changes are in the stream")
    equal([record["eventName"] for record in records], ["INSERT", "MODIFY", "REMOVE"])
    change = records[1]["dynamodb"]
    equal((change["OldImage"]["a"], change["NewImage"]["a"]), ({"N": "1"}, {"N": "2"}))
    with raises("ResourceNotFoundException", kind="ResourceNotFoundException"):
        streams.describe_stream(StreamArn=stream["StreamArn"] + "x")
    with raises(VALIDATION):
        streams.get_records(ShardIterator="nonsense")


@check
def refuses_items(aws):
    """keys and items that are wrong or too large get DynamoDB's messages"""
    pk, db = new_key(), aws.dynamodb
    with raises(VALIDATION, message="The provided key element does not match the schema"):
        db.get_item(TableName=TABLE, Key={"pk": {"S": pk}})
    with raises(VALIDATION, message="Missing the key sk in the item"):
        db.put_item(TableName=TABLE, Item={"pk": {"S": pk}})
    with raises(VALIDATION, message="Type mismatch for key sk expected: N actual: S"):
        db.put_item(TableName=TABLE, Item={"pk": {"S": pk}, "sk": {"S": "1"}})
    with raises(VALIDATION, message="empty string value. Key: pk"):
        db.put_item(TableName=TABLE, Item=item("", 1))
    with raises(VALIDATION, message="Item size has exceeded the maximum allowed size"):
        db.put_item(TableName=TABLE, Item=item(pk, 1, x={"S": "x" * 400 * 1024}))
    with raises(VALIDATION, message="Number overflow"):
        db.put_item(TableName=TABLE, Item=item(pk, 1, x={"N": "1E126"}))
    with raises(VALIDATION, message="more than 38 significant digits"):
        db.put_item(TableName=TABLE, Item=item(pk, 1, x={"N": "1" * 39}))
    with raises(VALIDATION, message="contains duplicates"):
        db.put_item(TableName=TABLE, Item=item(pk, 1, x={"SS": ["a", "a"]}))
    with raises(VALIDATION, message="Nesting Levels have exceeded supported limits"):
        deep = {"S": "x"}
        for _ in range(33):
            deep = {"L": [deep]}
        db.put_item(TableName=TABLE, Item=item(pk, 1, x=deep))
