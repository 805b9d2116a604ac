using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// Ids of the events that an upload leads to, made of the upload and of what the events hold (RFC 9562, version 8: a name
/// hashed with SHA-256). The same file, delivered or uploaded again, makes the same events, and their consumers do nothing
/// the second time; the same file with another mapping of its columns makes others.
/// </summary>
internal sealed class UploadEventIds : IDisposable
{
    private readonly byte[] _upload;
    private readonly IncrementalHash _readings = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _sequence;

    public UploadEventIds(string bucket, string key, string eTag)
    {
        // With their lengths, so that no two uploads make the same text.
        _upload = SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket.Length}:{bucket}{key.Length}:{key}{eTag}"));
        CorrelationId = ToUuid(_upload);
    }

    /// <summary>Names the upload: the same for all its events.</summary>
    public string CorrelationId { get; }

    /// <summary>The id of the next event of readings.</summary>
    public string Next(ReadingsRecorded data)
    {
        using var hash = Begin(nameof(ReadingsRecorded));
        hash.AppendData(Encoding.UTF8.GetBytes($"{_sequence++.ToString(CultureInfo.InvariantCulture)}\n{data.SensorId}\n{data.Unit}\n"));
        Span<byte> bytes = stackalloc byte[16];
        foreach (var reading in data.Readings)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, reading.Time.UtcTicks);
            BinaryPrimitives.WriteDoubleBigEndian(bytes[8..], reading.Value);
            hash.AppendData(bytes);
        }

        var digest = hash.GetHashAndReset();
        _readings.AppendData(digest);
        return ToUuid(digest);
    }

    /// <summary>The id of the event that says how the upload ended.</summary>
    /// <param name="detailType">The event's name.</param>
    /// <param name="outcome">What it says, as JSON.</param>
    public string Last(string detailType, byte[] outcome)
    {
        using var hash = Begin(detailType);
        hash.AppendData(outcome);
        hash.AppendData(_readings.GetCurrentHash());
        return ToUuid(hash.GetHashAndReset());
    }

    public void Dispose() => _readings.Dispose();

    private IncrementalHash Begin(string detailType)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_upload);
        hash.AppendData(Encoding.UTF8.GetBytes($"{detailType}\n"));
        return hash;
    }

    private static string ToUuid(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
