using System.Buffers.Text;
using System.Text;

namespace SensorWatch.Local.Queues;

/// <summary>
/// A receipt handle: which message of which queue, and which of its receives. Opaque to callers, who get it in Base64.
/// </summary>
internal sealed record ReceiptHandle(long QueueId, long Sequence, int ReceiveCount)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{QueueId} {Sequence} {ReceiveCount}"));

    /// <summary>Reads a handle of that queue; null when it is something else.</summary>
    public static ReceiptHandle? Parse(string text, Queue queue)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        return parts.Length == 3
            && long.TryParse(parts[0], out var queueId) && queueId == queue.Id
            && long.TryParse(parts[1], out var sequence)
            && int.TryParse(parts[2], out var receiveCount)
            ? new(queueId, sequence, receiveCount)
            : null;
    }
}
