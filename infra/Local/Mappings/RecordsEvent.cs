using System.Buffers;

namespace SensorWatch.Local.Mappings;

/// <summary>The event that Lambda makes of a batch: <c>{"Records":[…]}</c>.</summary>
internal static class RecordsEvent
{
    /// <summary>Lambda's limit for an event of a synchronous invocation.</summary>
    public const int MaximumBytes = 6_291_556;

    /// <summary>Bytes of an event besides its records and the commas between them.</summary>
    public static int EnvelopeBytes => """{"Records":[]}""".Length;

    /// <summary>The event of those records.</summary>
    /// <param name="records">JSON in UTF-8 each.</param>
    public static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("""{"Records":["""u8);
        var first = true;
        foreach (var record in records)
        {
            buffer.Write(first ? [] : ","u8);
            buffer.Write(record.Span);
            first = false;
        }

        buffer.Write("]}"u8);
        return buffer.WrittenMemory;
    }
}
