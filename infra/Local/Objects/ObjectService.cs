using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Events;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Objects;

/// <summary>
/// The objects of the templates' buckets, without versions. A change and the event that tells of it, if the bucket sends
/// events to EventBridge, are one transaction.
/// </summary>
public sealed class ObjectService
{
    private readonly Database _database;
    private readonly EventBusService _buses;
    private readonly TimeProvider _time;
    private readonly ContentStore _contents;
    private readonly Dictionary<string, BucketResource> _buckets;
    private long _lastSequencer;

    /// <summary>Opens the buckets; what the database has of them stays.</summary>
    public ObjectService(Database database, IReadOnlyList<BucketResource> buckets, EventBusService buses, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(buckets);
        (_database, _buses, _time) = (database, buses, time);
        _contents = new(database, "SELECT content FROM objects UNION ALL SELECT content FROM upload_parts");
        _buckets = buckets.ToDictionary(bucket => bucket.Name, StringComparer.Ordinal);
        Buckets = buckets;
        database.Run(connection =>
        {
            ObjectTable.Create(connection);
            UploadTable.Create(connection);
            _contents.Open(connection);
            _lastSequencer = ObjectTable.LastSequencer(connection);
        });
    }

    /// <summary>The buckets in the templates' order.</summary>
    public IReadOnlyList<BucketResource> Buckets { get; }

    /// <summary>Hears of changes.</summary>
    internal Tracer Trace { get; init; } = Tracer.None;

    /// <summary>The account, and the region of the buckets.</summary>
    internal EventBridgeDeployment Deployment => _buses.Deployment;

    /// <summary>What buckets ask for that isn't supported here.</summary>
    public static IReadOnlyList<Refusal> Refusals(IEnumerable<BucketResource> buckets) =>
    [
        .. buckets.Where(bucket => bucket.Versioned).Select(bucket => new Refusal(
            bucket.Resource.Path, "earlier versions of objects are not kept here: leave VersioningConfiguration away in this environment.")),
    ];

    /// <summary>The bucket with that name.</summary>
    /// <exception cref="S3Exception">There is none.</exception>
    public BucketResource Bucket(string name) => _buckets.GetValueOrDefault(name) ?? throw S3Exception.NoSuchBucket(name);

    /// <summary>An object without its content.</summary>
    /// <exception cref="S3Exception">There is no such bucket or key.</exception>
    public StoredObject Get(string bucket, string key)
    {
        Bucket(bucket);
        return _database.Run(connection => ObjectTable.Find(connection, bucket, key)) ?? throw S3Exception.NoSuchKey(key);
    }

    /// <summary>An object whose content stays until the reading is disposed of, whatever becomes of the object.</summary>
    /// <exception cref="S3Exception">There is no such bucket or key.</exception>
    internal ObjectReading Read(string bucket, string key)
    {
        Bucket(bucket);

        // Within the transaction, so that nothing can delete the content before its reader is known.
        return _database.Run(connection =>
        {
            var stored = ObjectTable.Find(connection, bucket, key) ?? throw S3Exception.NoSuchKey(key);
            _contents.BeginRead(stored.Content);
            return new ObjectReading(stored, _contents);
        });
    }

    /// <summary>Objects of a bucket whose keys come after another key, in the order of the keys' UTF-8 bytes.</summary>
    internal IReadOnlyList<StoredObject> After(string bucket, byte[] key, int limit) =>
        _database.Run(connection => ObjectTable.After(connection, bucket, key, limit));

    /// <summary>Keeps content for an object or a part to come.</summary>
    internal Task<WrittenContent> WriteAsync(Stream body, ContentHash? hash, CancellationToken cancellationToken) =>
        _contents.WriteAsync(body, hash, cancellationToken);

    /// <summary>Deletes content that became neither.</summary>
    internal void Discard(WrittenContent content) => _contents.Delete(content.Id);

    /// <summary>Puts an object in place of what was there.</summary>
    /// <param name="put">The object.</param>
    /// <param name="content">Its content.</param>
    /// <param name="condition">Is asked about what is there; throws if the object shall not be put.</param>
    /// <param name="request">The call.</param>
    internal StoredObject Put(ObjectPut put, WrittenContent content, Action<StoredObject?> condition, ObjectRequest request)
    {
        var events = default(EventsPut);
        var stored = _database.Run(connection =>
        {
            (var stored, events) = Put(connection, put, content.Id, content.Size, content.ETag, condition, request);
            return stored;
        });
        events?.Complete();
        return stored;
    }

    /// <summary>Deletes an object; that there is none is no error, and no event.</summary>
    public void Delete(string bucket, string key, ObjectRequest request)
    {
        var resource = Bucket(bucket);
        var events = _database.Run(connection =>
        {
            if (ObjectTable.Find(connection, bucket, key) is not { } stored)
            {
                return null;
            }

            ObjectTable.Delete(connection, stored);
            _contents.Delete(connection, stored.Content);
            var sequencer = NextSequencer();
            return Report(connection, resource, stored with { Sequencer = sequencer }, "DELETE", () => ObjectEvents.Deleted(resource, key, sequencer, request));
        });
        events?.Complete();
    }

    /// <summary>Begins a multipart upload.</summary>
    /// <returns>Its id.</returns>
    internal string CreateUpload(string bucket, string key, IReadOnlyDictionary<string, string> headers)
    {
        Bucket(bucket);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _database.Run(connection => UploadTable.Add(connection, new(id, bucket, key, headers)));
        return id;
    }

    /// <summary>The parts of an upload in the order of their numbers.</summary>
    internal IReadOnlyList<UploadedPart> Parts(string bucket, string key, string uploadId)
    {
        Bucket(bucket);
        return _database.Run(connection => UploadTable.Parts(connection, UploadTable.Get(connection, bucket, key, uploadId)));
    }

    /// <summary>Puts a part in place of one of the same number.</summary>
    /// <returns>Its time.</returns>
    internal DateTimeOffset PutPart(string bucket, string key, string uploadId, int number, WrittenContent content) => _database.Run(connection =>
    {
        var upload = UploadTable.Get(connection, bucket, key, uploadId);
        if (UploadTable.Parts(connection, upload).FirstOrDefault(part => part.Number == number) is { } replaced)
        {
            _contents.Delete(connection, replaced.Content);
        }

        var part = new UploadedPart(number, content.Id, content.Size, content.ETag, Now());
        UploadTable.PutPart(connection, upload, part);
        return part.LastModified;
    });

    /// <summary>Makes an object of an upload's parts.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="chosen">Numbers and ETags of the parts, as the caller lists them.</param>
    /// <param name="condition">Is asked about what is there; throws if the object shall not be put.</param>
    /// <param name="request">The call.</param>
    internal StoredObject Complete(
        string bucket,
        string key,
        string uploadId,
        IReadOnlyList<(int Number, string ETag)> chosen,
        Action<StoredObject?> condition,
        ObjectRequest request)
    {
        Bucket(bucket);
        var events = default(EventsPut);
        var stored = _database.Run(connection =>
        {
            var upload = UploadTable.Get(connection, bucket, key, uploadId);
            var all = UploadTable.Parts(connection, upload);
            var parts = MultipartUpload.Choose(all, chosen);
            var content = ContentStore.Join(connection, parts.Select(part => (part.Content, part.Size)));
            foreach (var unused in all.Except(parts))
            {
                _contents.Delete(connection, unused.Content);
            }

            UploadTable.Delete(connection, upload);
            var put = new ObjectPut(bucket, key, upload.Headers, null, "CompleteMultipartUpload");
            (var stored, events) = Put(connection, put, content, parts.Sum(part => part.Size), MultipartUpload.ETag(parts), condition, request);
            return stored;
        });
        events?.Complete();
        return stored;
    }

    /// <summary>Ends an upload and deletes its parts.</summary>
    internal void Abort(string bucket, string key, string uploadId)
    {
        Bucket(bucket);
        _database.Run(connection =>
        {
            var upload = UploadTable.Get(connection, bucket, key, uploadId);
            foreach (var part in UploadTable.Parts(connection, upload))
            {
                _contents.Delete(connection, part.Content);
            }

            UploadTable.Delete(connection, upload);
        });
    }

    private (StoredObject Stored, EventsPut? Events) Put(
        SqliteConnection connection,
        ObjectPut put,
        long content,
        long size,
        string etag,
        Action<StoredObject?> condition,
        ObjectRequest request)
    {
        var bucket = Bucket(put.Bucket);
        var replaced = ObjectTable.Find(connection, put.Bucket, put.Key);
        condition(replaced);
        var stored = new StoredObject
        {
            Bucket = put.Bucket,
            Key = put.Key,
            Size = size,
            ETag = etag,
            LastModified = Now(),
            Headers = put.Headers,
            Checksum = put.Checksum,
            Content = content,
            Sequencer = NextSequencer(),
        };
        ObjectTable.Put(connection, stored);
        if (replaced is not null)
        {
            _contents.Delete(connection, replaced.Content);
        }

        return (stored, Report(connection, bucket, stored, "PUT", () => ObjectEvents.Created(bucket, stored, request, put.Reason)));
    }

    /// <summary>Tells of a change, and puts the bucket's own event on the bus if it has any.</summary>
    private EventsPut? Report(SqliteConnection connection, BucketResource bucket, StoredObject stored, string change, Func<EventEntry> entry)
    {
        var step = StepId.Object(bucket.Name, stored.Key, stored.Sequencer);
        Trace.Record(new(FactKind.Stored, step)
        {
            Node = bucket.Resource.Path,
            Data = new() { ["change"] = change, ["bucket"] = bucket.Name, ["key"] = stored.Key, ["size"] = stored.Size },
        });
        using var context = new TraceContext(bucket.Resource.Path, [step]).Enter();
        return bucket.SendsToEventBridge ? _buses.Put(connection, [entry()]) : null;
    }

    /// <summary>Rises with time, also over restarts.</summary>
    private long NextSequencer() => _lastSequencer = Math.Max(_lastSequencer + 1, _time.GetUtcNow().ToUnixTimeMilliseconds() << 20);

    /// <summary>S3 tells times in whole seconds.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());
}

/// <summary>An object to be put.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="Headers">See <see cref="StoredObject.Headers"/>.</param>
/// <param name="Checksum">See <see cref="StoredObject.Checksum"/>.</param>
/// <param name="Reason">The operation, as the event tells it.</param>
internal sealed record ObjectPut(string Bucket, string Key, IReadOnlyDictionary<string, string> Headers, Checksum? Checksum, string Reason);

/// <summary>An object and its content, which stays until this is disposed of.</summary>
internal sealed class ObjectReading(StoredObject stored, ContentStore contents) : IDisposable
{
    public StoredObject Object => stored;

    public Task CopyToAsync(Stream destination, long start, long length, CancellationToken cancellationToken) =>
        contents.ReadAsync(stored.Content, start, length, destination, cancellationToken);

    public void Dispose() => contents.EndRead(stored.Content);
}
