using System.Security.Cryptography;

namespace SensorWatch.Local.Tests.Objects;

/// <summary>Tests that look at the memory of the whole process, and so run by themselves.</summary>
[CollectionDefinition(nameof(LargeObjects), DisableParallelization = true)]
public sealed class LargeObjects;

[Collection(nameof(LargeObjects))]
public sealed class LargeObjectTests : IAsyncLifetime
{
    private const long Size = 64L * 1024 * 1024;
    private const long Bound = 24L * 1024 * 1024;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private ObjectHost _host = null!;

    public async Task InitializeAsync() => _host = await ObjectHost.StartAsync(_directory.FullName);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_large_object_passes_in_pieces_and_never_lies_in_memory_as_a_whole()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var sent = new PatternStream(Size);

        await _host.Client.PutObjectAsync(new() { BucketName = "uploads", Key = "large", InputStream = sent, AutoCloseStream = false });

        (sent.LargestMemory - before).ShouldBeLessThan(Bound);
        using var got = await _host.Client.GetObjectAsync("uploads", "large");
        got.ContentLength.ShouldBe(Size);
        using var expected = new PatternStream(Size);
        (await SHA256.HashDataAsync(got.ResponseStream)).ShouldBe(await SHA256.HashDataAsync(expected));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(Bound);
    }

    /// <summary>The same bytes each time; takes the memory in use when it is read for each eighth of its length.</summary>
    private sealed class PatternStream(long length) : Stream
    {
        private long _position;

        public long LargestMemory { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(count, length - _position);
            for (var i = 0; i < taken; i++)
            {
                buffer[offset + i] = (byte)((_position + i) % 251);
            }

            if (_position / (length / 8) != (_position + taken) / (length / 8))
            {
                LargestMemory = Math.Max(LargestMemory, GC.GetTotalMemory(forceFullCollection: true));
            }

            _position += taken;
            return taken;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => origin == SeekOrigin.Begin ? _position = offset : throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
