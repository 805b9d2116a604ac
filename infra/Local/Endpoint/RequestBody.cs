using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>Reads bodies of requests that have a limit.</summary>
public static class RequestBody
{
    /// <summary>The whole body; null when it is longer than the limit. A longer one is read to its end all the same, so that the caller can hear the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">In bytes.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int limit)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var body = new MemoryStream(capacity: (int)Math.Clamp(context.Request.ContentLength ?? 0, 0, limit));
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            var length = 0L;
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                length += read;
                if (length <= limit)
                {
                    body.Write(buffer, 0, read);
                }
            }

            if (length > limit)
            {
                return null;
            }

            return body.GetBuffer().AsMemory(0, (int)length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
