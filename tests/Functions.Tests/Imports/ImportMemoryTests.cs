using System.Text;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.S3;
using NSubstitute;
using SensorWatch.Functions.Imports;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Tests.Imports;

/// <summary>Tests that measure this process's memory run alone.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

[Collection(nameof(MeasuredMemory))]
public sealed class ImportMemoryTests
{
    private const int Rows = 1_000_000;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_million_rows_need_no_more_memory_than_a_few()
    {
        using var content = new GeneratedRows(Rows);
        using var bus = new CountingBus(measureEvery: 50);
        var import = new UploadImport(
            Substitute.For<IAmazonS3>(), new SensorStore(Substitute.For<IAmazonDynamoDB>(), "sensors"), new EventPublisher(bus, "bus", TimeProvider.System));
        var metadata = new Dictionary<string, string> { ["columns"] = "a=sensor-a:Cel,b=sensor-b:hPa", ["timezone"] = "Z" };
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var outcome = await import.RunAsync(
            new("uploads", "large.csv", "etag", null, new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)), metadata, content, CancellationToken.None);

        outcome.ShouldBe(new ImportOutcome(Rows, 2 * Rows, 0, outcome.CorrelationId, null));
        content.BytesRead.ShouldBeGreaterThan(30 * Megabyte);
        bus.Measured.ShouldBeGreaterThan(5);
        (bus.LargestMemory - before).ShouldBeLessThan(8 * Megabyte, $"{(bus.LargestMemory - before) / 1024} KB at most");
    }

    /// <summary>A file that is made while it is read.</summary>
    private sealed class GeneratedRows(int rows) : Stream
    {
        private byte[] _line = Encoding.ASCII.GetBytes("time,a,b\n");
        private int _position;
        private int _row;

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_position == _line.Length)
            {
                if (_row == rows)
                {
                    return 0;
                }

                var time = DateTime.UnixEpoch.AddYears(40).AddSeconds(_row);
                _line = Encoding.ASCII.GetBytes($"{time:s}Z,{_row % 40}.25,{1000 + (_row % 50)}.5\n");
                _position = 0;
                _row++;
            }

            var length = Math.Min(buffer.Length, _line.Length - _position);
            _line.AsSpan(_position, length).CopyTo(buffer);
            _position += length;
            BytesRead += length;
            return length;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A bus that keeps nothing, and measures what else is kept.</summary>
    private sealed class CountingBus(int measureEvery) : IAmazonEventBridge
    {
        private int _calls;

        public int Measured { get; private set; }

        public long LargestMemory { get; private set; }

        public IClientConfig Config => throw new NotSupportedException();

        public Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default)
        {
            if (++_calls % measureEvery == 0)
            {
                Measured++;
                LargestMemory = Math.Max(LargestMemory, GC.GetTotalMemory(forceFullCollection: true));
            }

            return Task.FromResult(new PutEventsResponse { Entries = [.. request.Entries.Select(_ => new PutEventsResultEntry { EventId = "1" })] });
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
