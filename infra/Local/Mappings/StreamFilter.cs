using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The filters of a mapping on a stream: a record passes when one of them matches it. A number in an item is a string
/// in a record (<c>{"N": "1"}</c>), so that numeric patterns find nothing there, as on AWS.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
/// </summary>
internal sealed class StreamFilter
{
    private readonly IReadOnlyList<Func<JsonElement, bool>> _patterns;

    private StreamFilter(IReadOnlyList<Func<JsonElement, bool>> patterns) => _patterns = patterns;

    /// <summary>Compiles a mapping's patterns; without any, everything passes.</summary>
    /// <exception cref="FormatException">A pattern that Lambda would refuse.</exception>
    public static StreamFilter Compile(IReadOnlyList<JsonObject> patterns, CompilePattern compile) =>
        new([.. patterns.Select(pattern => compile(pattern))]);

    /// <summary>Whether a record passes.</summary>
    /// <param name="record">As the function would get it, JSON in UTF-8.</param>
    public bool Passes(ReadOnlyMemory<byte> record)
    {
        if (_patterns.Count == 0)
        {
            return true;
        }

        // Lists and maps of an item may be 32 deep, each with its type around it.
        using var json = JsonDocument.Parse(record, new() { MaxDepth = 256 });
        return _patterns.Any(matches => matches(json.RootElement));
    }
}
