"""S3: multipart uploads, by hand and as boto3 makes them of large files."""

import io

from boto3.s3.transfer import TransferConfig

from harness import check, equal, raises

BUCKET = "clients-bucket"
PART = 5 * 1024 * 1024


def parts_of(answers):
    return {"Parts": [{"PartNumber": number, "ETag": answer["ETag"]} for number, answer in answers.items()]}


@check
def joins_parts(aws):
    """parts become one object, with an ETag of their number"""
    key = "parts/joined"
    upload = aws.s3.create_multipart_upload(Bucket=BUCKET, Key=key, ContentType="text/plain", Metadata={"a": "1"})["UploadId"]
    answers = {number: aws.s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=number, Body=body)
               for number, body in ((2, b"end"), (1, b"x" * PART))}
    listed = aws.s3.list_parts(Bucket=BUCKET, Key=key, UploadId=upload)
    equal([(part["PartNumber"], part["Size"]) for part in listed["Parts"]], [(1, PART), (2, 3)])
    done = aws.s3.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload=parts_of(dict(sorted(answers.items()))))
    assert done["ETag"].endswith('-2"'), done
    got = aws.s3.get_object(Bucket=BUCKET, Key=key, Range=f"bytes={PART - 1}-")
    equal((got["Body"].read(), got["Metadata"], got["ContentType"]), (b"xend", {"a": "1"}, "text/plain"))
    with raises("NoSuchUpload", 404, "NoSuchUpload"):
        aws.s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=3, Body=b"late")


@check
def copies_parts(aws):
    """a part can be copied of an object, or of a range of it"""
    aws.s3.put_object(Bucket=BUCKET, Key="parts/source", Body=b"y" * PART + b"0123456789")
    key, source = "parts/copied", {"Bucket": BUCKET, "Key": "parts/source"}
    upload = aws.s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    call = {"Bucket": BUCKET, "Key": key, "UploadId": upload, "CopySource": source}
    first = aws.s3.upload_part_copy(PartNumber=1, **call)["CopyPartResult"]
    second = aws.s3.upload_part_copy(PartNumber=2, CopySourceRange=f"bytes={PART + 2}-{PART + 4}", **call)["CopyPartResult"]
    with raises("InvalidArgument", 400, message="not valid for source object of size"):
        aws.s3.upload_part_copy(PartNumber=3, CopySourceRange=f"bytes=0-{PART + 10}", **call)
    with raises("InvalidArgument", 400):
        aws.s3.upload_part_copy(PartNumber=3, CopySourceRange="bytes=5-", **call)
    aws.s3.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload=parts_of({1: first, 2: second}))
    equal(aws.s3.get_object(Bucket=BUCKET, Key=key, Range=f"bytes={PART + 9}-")["Body"].read(), b"9234")


@check
def refuses_parts(aws):
    """parts that are too small, out of order or not there are refused, and an upload can be given up"""
    key = "parts/refused"
    upload = aws.s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    call = {"Bucket": BUCKET, "Key": key, "UploadId": upload}
    answers = {number: aws.s3.upload_part(PartNumber=number, Body=b"small", **call) for number in (1, 2)}
    with raises("EntityTooSmall", 400):
        aws.s3.complete_multipart_upload(MultipartUpload=parts_of(answers), **call)
    with raises("InvalidPartOrder", 400):
        aws.s3.complete_multipart_upload(MultipartUpload=parts_of({2: answers[2], 1: answers[1]}), **call)
    with raises("InvalidPart", 400):
        aws.s3.complete_multipart_upload(MultipartUpload=parts_of({1: {"ETag": '"0"'}}), **call)
    with raises("InvalidArgument", 400, message="between 1 and 10000"):
        aws.s3.upload_part(PartNumber=10_001, Body=b"x", **call)
    equal(aws.s3.abort_multipart_upload(**call)["ResponseMetadata"]["HTTPStatusCode"], 204)
    with raises("NoSuchUpload", 404, "NoSuchUpload"):
        aws.s3.abort_multipart_upload(**call)


@check
def transfers_large_files(aws):
    """boto3's own transfers up, across and down, in parallel parts"""
    content = b"0123456789abcdef" * (1024 * 1024)
    config = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART)
    aws.s3.upload_fileobj(io.BytesIO(content), BUCKET, "large", Config=config)
    aws.s3.copy({"Bucket": BUCKET, "Key": "large"}, BUCKET, "large-copy", Config=config)
    target = io.BytesIO()
    aws.s3.download_fileobj(BUCKET, "large-copy", target, Config=config)
    assert target.getvalue() == content, "the content changed on its way"
    equal(aws.s3.head_object(Bucket=BUCKET, Key="large")["ETag"][-3:], '-4"')
