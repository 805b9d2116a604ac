using System.Text.Json.Nodes;

namespace SensorWatch.Benchmarks.Load;

/// <summary>Events for the consumers of <see cref="LoadAssembly"/>.</summary>
internal static class LoadEvents
{
    /// <summary>An entry of <c>PutEvents</c>.</summary>
    /// <param name="consumer">Who shall get it.</param>
    /// <param name="id">The key under which the consumer keeps it.</param>
    /// <param name="poison">The consumer shall not take it.</param>
    public static JsonObject Entry(string consumer, string id, bool poison = false) => new()
    {
        ["EventBusName"] = LoadAssembly.Bus,
        ["Source"] = consumer,
        ["DetailType"] = "Loaded",
        ["Detail"] = new JsonObject { ["id"] = id, ["poison"] = poison }.ToJsonString(),
    };
}
