using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SensorWatch.Local.Objects;

/// <summary>
/// The checksums of S3, computed while content passes.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Crc? _crc;

    private ContentHash(IncrementalHash? hash, Crc? crc) => (_hash, _crc) = (hash, crc);

    /// <summary>The hash of that name in <c>x-amz-checksum-NAME</c>; null for one that isn't known.</summary>
    public static ContentHash? Create(string algorithm) => algorithm.ToLowerInvariant() switch
    {
        "crc32" => new(null, new(0xEDB88320, 32)),
        "crc32c" => new(null, new(0x82F63B78, 32)),
        "crc64nvme" => new(null, new(0x9A6C9329AC4BC9B5, 64)),
#pragma warning disable CA5350 // S3 offers SHA-1 as a checksum, beside others; it protects nothing here.
        "sha1" => new(IncrementalHash.CreateHash(HashAlgorithmName.SHA1), null),
#pragma warning restore CA5350
        "sha256" => new(IncrementalHash.CreateHash(HashAlgorithmName.SHA256), null),
        _ => null,
    };

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _crc?.Append(bytes);
    }

    /// <summary>In base64, as in the headers.</summary>
    public string Finish() => Convert.ToBase64String(_hash?.GetHashAndReset() ?? _crc!.Finish());

    public void Dispose() => _hash?.Dispose();

    /// <summary>A cyclic redundancy check with reflected bits that begins and ends with all ones, as all of S3's do.</summary>
    private sealed class Crc(ulong polynomial, int bits)
    {
        private readonly ulong[] _table = [.. Enumerable.Range(0, 256).Select(index => Entry((ulong)index, polynomial))];
        private ulong _state = Ones(bits);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            foreach (var value in bytes)
            {
                _state = _table[(byte)_state ^ value] ^ (_state >> 8);
            }
        }

        public byte[] Finish()
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, _state ^ Ones(bits));
            return bytes[^(bits / 8)..];
        }

        private static ulong Ones(int bits) => ulong.MaxValue >> (64 - bits);

        private static ulong Entry(ulong value, ulong polynomial)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
            }

            return value;
        }
    }
}
