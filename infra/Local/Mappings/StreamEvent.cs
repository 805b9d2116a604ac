using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SensorWatch.Local.Tables.Streams;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The records that Lambda makes of changes in a table, for a <see cref="RecordsEvent"/>.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
/// </summary>
internal static class StreamEvent
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>One record, JSON in UTF-8.</summary>
    /// <param name="record">The change.</param>
    /// <param name="streamArn">Its stream; its region is the record's.</param>
    public static ReadOnlyMemory<byte> WriteRecord(StreamRecord record, string streamArn)
    {
        var json = record.ToJson(streamArn.Split(':')[3]);
        json["eventSourceARN"] = streamArn;
        return Encoding.UTF8.GetBytes(json.ToJsonString(Plain));
    }
}
