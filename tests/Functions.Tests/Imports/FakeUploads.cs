using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.SQSEvents;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Imports;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Tests.Publishing;

namespace SensorWatch.Functions.Tests.Imports;

/// <summary>A bucket of uploads, a table of sensors, a bus, and the handler between them.</summary>
internal sealed class FakeUploads
{
    public const string Bucket = "uploads";

    public const string ETag = "9a0364b9e99bb480dd25e1f0284c8555";

    private readonly Dictionary<string, (byte[] Content, Dictionary<string, string> Metadata)> _objects = [];
    private readonly Dictionary<string, SortedDictionary<int, byte[]>> _multiparts = [];

    public FakeUploads()
    {
        S3 = Substitute.For<IAmazonS3>();
        S3.GetObjectAsync(Arg.Any<GetObjectRequest>(), Arg.Any<CancellationToken>()).Returns(call => Get(call.Arg<GetObjectRequest>()));
        S3.PutObjectAsync(Arg.Any<PutObjectRequest>(), Arg.Any<CancellationToken>()).Returns(call => Put(call.Arg<PutObjectRequest>()));
        S3.InitiateMultipartUploadAsync(Arg.Any<InitiateMultipartUploadRequest>(), Arg.Any<CancellationToken>()).Returns(_ =>
        {
            var id = $"multipart-{_multiparts.Count}";
            _multiparts[id] = [];
            return new InitiateMultipartUploadResponse { UploadId = id };
        });
        S3.UploadPartAsync(Arg.Any<UploadPartRequest>(), Arg.Any<CancellationToken>()).Returns(call => PutPart(call.Arg<UploadPartRequest>()));
        S3.CompleteMultipartUploadAsync(Arg.Any<CompleteMultipartUploadRequest>(), Arg.Any<CancellationToken>())
            .Returns(call => Complete(call.Arg<CompleteMultipartUploadRequest>()));
        S3.AbortMultipartUploadAsync(Arg.Any<AbortMultipartUploadRequest>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            _multiparts.Remove(call.Arg<AbortMultipartUploadRequest>().UploadId);
            return new AbortMultipartUploadResponse();
        });

        Sensors = Substitute.For<IAmazonDynamoDB>();
        Sensors.GetItemAsync(Arg.Any<GetItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => new GetItemResponse
        {
            Item = Registered.GetValueOrDefault(call.Arg<GetItemRequest>().Key["sensorId"].S),
        });
    }

    public IAmazonS3 S3 { get; }

    public IAmazonDynamoDB Sensors { get; }

    public FakeEventBridge Bridge { get; } = new();

    public FakeContext Context { get; } = new();

    public Dictionary<string, Dictionary<string, AttributeValue>> Registered { get; } = [];

    /// <summary>Parts of multipart uploads that were begun and neither completed nor given up.</summary>
    public int OpenMultiparts => _multiparts.Count;

    public List<string> PutKeys { get; } = [];

    public List<Envelope<ReadingsRecorded>> Readings => Events(ReadingsRecorded.Contract);

    public Envelope<UploadImported> Imported => Events(UploadImported.Contract).Single();

    public Envelope<UploadRejected> Rejected => Events(UploadRejected.Contract).Single();

    public void Register(string sensorId, string unit, string? timeZone = null) => Registered[sensorId] = SensorItem.Write(new()
    {
        SensorId = sensorId,
        Name = sensorId,
        Unit = unit,
        TimeZone = timeZone,
        Limits = Limits.None,
        Version = 1,
        Origin = Origin.Outside("c-1"),
        RegisteredAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
    });

    public void Store(string key, string content, params (string Key, string Value)[] metadata) =>
        Store(key, Encoding.UTF8.GetBytes(content), metadata);

    public void Store(string key, byte[] content, params (string Key, string Value)[] metadata) =>
        _objects[key] = (content, metadata.ToDictionary(pair => pair.Key, pair => pair.Value));

    public void Remove(string key) => _objects.Remove(key);

    /// <summary>The lines of an upload's rejects object.</summary>
    public List<JsonNode> Rejects(string key) =>
        [.. Encoding.UTF8.GetString(_objects[key + Upload.RejectsSuffix].Content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    public Task<List<string>> ImportAsync(string key, CancellationToken cancellationToken = default) => HandleAsync([Message("m-1", key)], cancellationToken);

    public FakeMetrics Metrics { get; } = new();

    public async Task<List<string>> HandleAsync(List<SQSEvent.SQSMessage> messages, CancellationToken cancellationToken = default)
    {
        var publisher = new EventPublisher(Bridge.Client, "bus", new FakeTimeProvider());
        var import = new UploadImport(S3, new SensorStore(Sensors, "sensors"), publisher);
        var response = await new ImportReadings(S3, import, Metrics.For<ImportReadings>()).HandleAsync(new() { Records = messages }, Context, cancellationToken);
        return response.BatchItemFailures.ConvertAll(failure => failure.ItemIdentifier);
    }

    public static SQSEvent.SQSMessage Message(string id, string key, string time = "2026-01-02T03:04:05Z", string eTag = ETag) => new()
    {
        MessageId = id,
        Body = $$$"""
            {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created","source":"aws.s3",
             "account":"111122223333","time":"{{{time}}}","region":"us-east-1","resources":["arn:aws:s3:::uploads"],
             "detail":{"version":"0","bucket":{"name":"{{{Bucket}}}"},
              "object":{"key":{{{JsonSerializer.Serialize(key)}}},"size":5,"etag":"{{{eTag}}}","sequencer":"617f08299329d189"},
              "request-id":"N4N7GDK58NMKJ12R","requester":"123456789012","source-ip-address":"1.2.3.4","reason":"PutObject"}}
            """,
    };

    private List<Envelope<T>> Events<T>(EventContract<T> contract)
        where T : IEvent<T> =>
        [.. Bridge.Taken.Where(entry => entry.DetailType == contract.DetailType).Select(entry => JsonSerializer.Deserialize(entry.Detail, contract.EnvelopeJson)!)];

    private GetObjectResponse Get(GetObjectRequest request)
    {
        request.BucketName.ShouldBe(Bucket);
        if (!_objects.TryGetValue(request.Key, out var stored))
        {
            throw new AmazonS3Exception("The specified key does not exist.") { StatusCode = HttpStatusCode.NotFound, ErrorCode = "NoSuchKey" };
        }

        if (request.EtagToMatch is { } eTag && eTag != ETag)
        {
            throw new AmazonS3Exception("At least one of the pre-conditions you specified did not hold")
            {
                StatusCode = HttpStatusCode.PreconditionFailed,
                ErrorCode = "PreconditionFailed",
            };
        }

        var response = new GetObjectResponse { ResponseStream = new MemoryStream(stored.Content) };
        foreach (var (key, value) in stored.Metadata)
        {
            response.Metadata[key] = value;
        }

        return response;
    }

    private PutObjectResponse Put(PutObjectRequest request)
    {
        PutKeys.Add(request.Key);
        Store(request.Key, Read(request.InputStream));
        return new();
    }

    private UploadPartResponse PutPart(UploadPartRequest request)
    {
        var content = Read(request.InputStream);
        content.LongLength.ShouldBe(request.PartSize!.Value);
        _multiparts[request.UploadId][request.PartNumber!.Value] = content;
        return new() { ETag = $"etag-{request.PartNumber}" };
    }

    private CompleteMultipartUploadResponse Complete(CompleteMultipartUploadRequest request)
    {
        PutKeys.Add(request.Key);
        _multiparts.Remove(request.UploadId, out var parts);
        request.PartETags.Select(part => part.ETag).ShouldBe(parts!.Keys.Select(number => $"etag-{number}"));
        parts.Values.SkipLast(1).ShouldAllBe(part => part.Length >= 5 * 1024 * 1024);
        Store(request.Key, [.. parts.Values.SelectMany(part => part)]);
        return new();
    }

    private static byte[] Read(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
