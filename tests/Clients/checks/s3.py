"""S3: objects, ranges, conditions, lists, copies and presigned URLs."""

import base64
import hashlib
import io
import json
import urllib.error
import urllib.request
import zlib

from harness import check, equal, raises

BUCKET = "clients-bucket"


def crc32(data):
    return base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()


def put(aws, key, body=b"0123456789", **more):
    return aws.s3.put_object(Bucket=BUCKET, Key=key, Body=body, **more)


@check
def finds_buckets(aws):
    """buckets are listed and found, and an unknown one is a 404"""
    assert BUCKET in [bucket["Name"] for bucket in aws.s3.list_buckets()["Buckets"]]
    equal(aws.s3.head_bucket(Bucket=BUCKET)["BucketRegion"], "us-east-1")
    equal(aws.s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"], None)
    with raises("404", 404):
        aws.s3.head_bucket(Bucket="no-such-bucket")
    with raises("NoSuchBucket", 404, "NoSuchBucket"):
        aws.s3.list_objects_v2(Bucket="no-such-bucket")


@check
def keeps_objects(aws):
    """an object comes back with its content, headers, metadata, ETag and the SDK's checksum"""
    sent = put(aws, "a b/ø+?#.txt", b"hello", ContentType="text/plain", CacheControl="max-age=1", Metadata={"Colour": "blue"})
    equal(sent["ETag"], f'"{hashlib.md5(b"hello").hexdigest()}"')
    equal(sent["ChecksumCRC32"], crc32(b"hello"))
    equal(sent["ChecksumType"], "FULL_OBJECT")
    got = aws.s3.get_object(Bucket=BUCKET, Key="a b/ø+?#.txt", ChecksumMode="ENABLED")
    equal(got["Body"].read(), b"hello")
    equal((got["ContentType"], got["CacheControl"], got["Metadata"], got["ETag"]), ("text/plain", "max-age=1", {"colour": "blue"}, sent["ETag"]))
    equal((got["ChecksumCRC32"], got["ChecksumType"]), (sent["ChecksumCRC32"], "FULL_OBJECT"))
    head = aws.s3.head_object(Bucket=BUCKET, Key="a b/ø+?#.txt")
    equal((head["ContentLength"], head["AcceptRanges"], head["LastModified"]), (5, "bytes", got["LastModified"]))
    assert "ChecksumCRC32" not in head
    equal(aws.s3.get_object(Bucket=BUCKET, Key="a b/ø+?#.txt", ResponseContentType="text/csv")["ContentType"], "text/csv")
    put(aws, "plain")
    equal(aws.s3.head_object(Bucket=BUCKET, Key="plain")["ContentType"], "binary/octet-stream")


@check
def keeps_checksums(aws):
    """every checksum that its sender may choose is kept; a wrong one is refused"""
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        sent = put(aws, f"sum-{algorithm}", ChecksumAlgorithm=algorithm)
        got = aws.s3.head_object(Bucket=BUCKET, Key=f"sum-{algorithm}", ChecksumMode="ENABLED")
        equal(got[f"Checksum{algorithm}"], sent[f"Checksum{algorithm}"])
    with raises("BadDigest", 400):
        put(aws, "sum-bad", ChecksumCRC32=crc32(b"other"))
    with raises("InvalidDigest", 400):
        put(aws, "sum-bad", ContentMD5="nonsense")
    with raises("BadDigest", 400):
        put(aws, "sum-bad", ContentMD5=base64.b64encode(hashlib.md5(b"other").digest()).decode())


@check
def reads_ranges(aws):
    """a range is a 206 with its place, and one behind the end a 416"""
    put(aws, "range")
    for header, place, content in (("bytes=2-4", "bytes 2-4/10", b"234"), ("bytes=7-", "bytes 7-9/10", b"789"), ("bytes=-2", "bytes 8-9/10", b"89"),
                                   ("bytes=8-99", "bytes 8-9/10", b"89")):
        got = aws.s3.get_object(Bucket=BUCKET, Key="range", Range=header)
        equal((got["ContentRange"], got["Body"].read(), got["ResponseMetadata"]["HTTPStatusCode"]), (place, content, 206))
    with raises("InvalidRange", 416):
        aws.s3.get_object(Bucket=BUCKET, Key="range", Range="bytes=10-")


@check
def checks_conditions(aws):
    """conditions on reading and writing: 304, 412, and 404 for what isn't there"""
    etag = put(aws, "condition")["ETag"]
    with raises("304", 304):
        aws.s3.get_object(Bucket=BUCKET, Key="condition", IfNoneMatch=etag)
    with raises("PreconditionFailed", 412):
        aws.s3.get_object(Bucket=BUCKET, Key="condition", IfMatch='"other"')
    with raises("PreconditionFailed", 412):
        put(aws, "condition", IfNoneMatch="*")
    put(aws, "condition", IfMatch=etag)
    with raises("NoSuchKey", 404, "NoSuchKey"):
        put(aws, "condition-new", IfMatch=etag)


@check
def misses_objects(aws):
    """a key that isn't there is NoSuchKey, a bare 404 for HEAD; deleting it is no error"""
    with raises("NoSuchKey", 404, "NoSuchKey"):
        aws.s3.get_object(Bucket=BUCKET, Key="missing")
    with raises("404", 404):
        aws.s3.head_object(Bucket=BUCKET, Key="missing")
    equal(aws.s3.delete_object(Bucket=BUCKET, Key="missing")["ResponseMetadata"]["HTTPStatusCode"], 204)
    with raises("KeyTooLongError", 400):
        put(aws, "k" * 1025)


@check
def lists_objects(aws):
    """a list is in the order of keys, by prefix and delimiter, page by page"""
    for key in ("list/a", "list/b/1", "list/b/2", "list/c d", "list/z"):
        put(aws, key)
    listed = aws.s3.list_objects_v2(Bucket=BUCKET, Prefix="list/", Delimiter="/")
    equal([entry["Key"] for entry in listed["Contents"]], ["list/a", "list/c d", "list/z"])
    equal((listed["CommonPrefixes"], listed["KeyCount"], listed["IsTruncated"]), ([{"Prefix": "list/b/"}], 4, False))
    equal(listed["Contents"][0]["Size"], 10)
    equal(listed["Contents"][0]["ChecksumAlgorithm"], ["CRC32"])
    pages = list(aws.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="list/", PaginationConfig={"PageSize": 2}))
    equal([entry["Key"] for page in pages for entry in page["Contents"]], ["list/a", "list/b/1", "list/b/2", "list/c d", "list/z"])
    after = aws.s3.list_objects_v2(Bucket=BUCKET, Prefix="list/", StartAfter="list/b/2", FetchOwner=True)
    equal([entry["Key"] for entry in after["Contents"]], ["list/c d", "list/z"])
    assert after["Contents"][0]["Owner"]["ID"]
    equal(aws.s3.list_objects_v2(Bucket=BUCKET, Prefix="list/", MaxKeys=0)["KeyCount"], 0)
    with raises("InvalidArgument", 400):
        aws.s3.list_objects_v2(Bucket=BUCKET, ContinuationToken="nonsense")


@check
def deletes_many(aws):
    """many objects are deleted in one call, whether they are there or not"""
    for key in ("many/1", "many/2"):
        put(aws, key)
    answer = aws.s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "many/1"}, {"Key": "many/none"}]})
    equal([entry["Key"] for entry in answer["Deleted"]], ["many/1", "many/none"])
    assert "Deleted" not in aws.s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "many/2"}], "Quiet": True})
    equal(aws.s3.list_objects_v2(Bucket=BUCKET, Prefix="many/")["KeyCount"], 0)
    with raises("MalformedXML", 400):
        aws.s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": f"{n}"} for n in range(1001)]})


@check
def copies_objects(aws):
    """a copy keeps the metadata or gets its own; onto itself it must change something"""
    etag = put(aws, "copy/from ø", Metadata={"a": "1"}, ContentType="text/plain")["ETag"]
    source = {"Bucket": BUCKET, "Key": "copy/from ø"}
    copied = aws.s3.copy_object(Bucket=BUCKET, Key="copy/to", CopySource=source)
    equal(copied["CopyObjectResult"]["ETag"], etag)
    equal(aws.s3.head_object(Bucket=BUCKET, Key="copy/to")["Metadata"], {"a": "1"})
    aws.s3.copy_object(Bucket=BUCKET, Key="copy/new", CopySource=source, MetadataDirective="REPLACE", Metadata={"b": "2"}, ContentType="text/csv")
    head = aws.s3.head_object(Bucket=BUCKET, Key="copy/new")
    equal((head["Metadata"], head["ContentType"]), ({"b": "2"}, "text/csv"))
    with raises("InvalidRequest", 400, "InvalidRequest", "copy an object to itself"):
        aws.s3.copy_object(Bucket=BUCKET, Key="copy/to", CopySource=f"{BUCKET}/copy/to")
    with raises("NoSuchKey", 404, kind="NoSuchKey"):
        aws.s3.copy_object(Bucket=BUCKET, Key="x", CopySource=f"{BUCKET}/missing")
    with raises("PreconditionFailed", 412):
        aws.s3.copy_object(Bucket=BUCKET, Key="x", CopySource=source, CopySourceIfNoneMatch=etag)


@check
def signs_urls(aws):
    """presigned URLs of both signature versions put and get objects"""
    url = aws.s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "signed url"})
    urllib.request.urlopen(urllib.request.Request(url, data=b"signed", method="PUT")).close()
    url = aws.s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "signed url", "ResponseContentType": "text/x"})
    with urllib.request.urlopen(url) as answer:
        equal((answer.read(), answer.headers["content-type"]), (b"signed", "text/x"))
    signer = aws.s3_v4.generate_presigned_url
    with urllib.request.urlopen(signer("get_object", Params={"Bucket": BUCKET, "Key": "signed url"})) as answer:
        equal(answer.read(), b"signed")
    url = signer("get_object", Params={"Bucket": BUCKET, "Key": "missing"})
    try:
        urllib.request.urlopen(url)
    except urllib.error.HTTPError as error:
        equal(error.code, 404)
        assert b"<Code>NoSuchKey</Code>" in error.read()


@check
def tells_eventbridge(aws):
    """what is created and deleted is an event on the default bus"""
    put(aws, "told/ø 1.csv", b"12345")
    event = json.loads(aws.receive("clients-events")["Body"])
    equal((event["source"], event["detail-type"]), ("aws.s3", "Object Created"))
    equal((event["detail"]["object"]["key"], event["detail"]["object"]["size"], event["detail"]["reason"]), ("told/ø 1.csv", 5, "PutObject"))
    aws.s3.delete_object(Bucket=BUCKET, Key="told/ø 1.csv")
    event = json.loads(aws.receive("clients-events")["Body"])
    equal((event["detail-type"], event["detail"]["deletion-type"]), ("Object Deleted", "Permanently Deleted"))


@check
def takes_streams(aws):
    """a body without a known end is taken in chunks, with its checksum behind it"""
    aws.s3.upload_fileobj(io.BytesIO(b"x" * 100_000), BUCKET, "stream")
    equal(aws.s3.head_object(Bucket=BUCKET, Key="stream", ChecksumMode="ENABLED")["ChecksumCRC32"], crc32(b"x" * 100_000))
