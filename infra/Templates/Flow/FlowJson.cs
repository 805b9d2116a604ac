using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Flow;

/// <summary>The graph as JSON, for programs: <c>{"nodes": [{"id", "kind", "name", …}], "edges": [{"id", "from", "to", "kind", …}]}</c>.</summary>
public static class FlowJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Members that are null are left out; kinds are their names.</summary>
    public static string Render(FlowGraph graph) => JsonSerializer.Serialize(graph, Options) + "\n";
}
