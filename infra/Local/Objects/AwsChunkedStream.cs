using System.Globalization;
using System.Text;

namespace SensorWatch.Local.Objects;

/// <summary>
/// Takes the chunks of <c>Content-Encoding: aws-chunked</c> apart: <c>SIZE;chunk-signature=…</c>, the bytes, and so on to a
/// chunk of size 0, behind which trailers carry the checksum. Signatures aren't checked.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
/// </summary>
/// <param name="source">The body as sent.</param>
/// <param name="decodedLength">What <c>x-amz-decoded-content-length</c> promises, in bytes; null if it wasn't sent.</param>
internal sealed class AwsChunkedStream(Stream source, long? decodedLength) : Stream
{
    private const int MaximumLineBytes = 8_192;

    private readonly byte[] _buffer = new byte[65_536];
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private int _start;
    private int _end;
    private long _total;
    private long _leftInChunk;
    private bool _begun;
    private bool _ended;

    /// <summary>Trailing headers, once the stream is read to its end.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _trailers;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="S3Exception">The body is cut off, or no chunks.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_leftInChunk == 0 && !_ended)
        {
            await BeginChunkAsync(cancellationToken);
        }

        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        if (_start == _end && !await FillAsync(cancellationToken))
        {
            throw S3Exception.IncompleteBody();
        }

        var taken = (int)Math.Min(Math.Min(buffer.Length, _end - _start), _leftInChunk);
        _buffer.AsSpan(_start, taken).CopyTo(buffer.Span);
        _start += taken;
        _leftInChunk -= taken;
        _total += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task BeginChunkAsync(CancellationToken cancellationToken)
    {
        if (_begun && await ReadLineAsync(cancellationToken) != "")
        {
            throw S3Exception.IncompleteBody();
        }

        _begun = true;
        var header = await ReadLineAsync(cancellationToken);
        if (!long.TryParse(header.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _leftInChunk) || _leftInChunk < 0)
        {
            throw S3Exception.IncompleteBody();
        }

        if (_leftInChunk > 0)
        {
            return;
        }

        _ended = true;
        if (decodedLength is { } expected && expected != _total)
        {
            throw S3Exception.IncompleteBody();
        }

        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } trailer)
        {
            var colon = trailer.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                _trailers[trailer[..colon].Trim()] = trailer[(colon + 1)..].Trim();
            }
        }
    }

    /// <summary>A line without its end; empty at the end of the body too, because senders leave the last one out.</summary>
    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return _ended ? line.ToString().TrimEnd('\r') : throw S3Exception.IncompleteBody();
            }

            var character = (char)_buffer[_start++];
            if (character == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append(character).Length > MaximumLineBytes)
            {
                throw S3Exception.IncompleteBody();
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await source.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
