using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>A fact in plain words.</summary>
internal static class FactText
{
    /// <summary>The words.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="label">A short name for a node.</param>
    public static string Of(Fact fact, Func<string, string> label)
    {
        var data = fact.Data ?? [];
        var node = fact.Node is null ? "" : label(fact.Node);
        return fact.Kind switch
        {
            FactKind.Requested => $"{data["method"]} {data["path"]}{From(fact, label)}",
            FactKind.Responded => $"answered {data["status"]} after {Milliseconds(data["durationMs"])}",
            FactKind.Published => Published(fact, data, label),
            FactKind.Undelivered => $"did not reach {data["target"]}: {data["code"]}, {data["message"]} {((bool?)data["saved"] == true ? "Saved in the dead-letter queue." : "Lost.")}",
            FactKind.Postponed => $"did not reach {data["target"]} at attempt {data["attempt"]}: {data["code"]}, {data["message"]}",
            FactKind.Sent => $"sent to {node}{From(fact, label)}",
            FactKind.Handled => "deleted from the queue",
            FactKind.Returned => $"comes again, receive {data["receives"]}{(data["throttled"] is null ? "" : ", the function was throttled")}",
            FactKind.DeadLettered => $"moved to {node} after {data["receives"]} receives",
            FactKind.Accepted => $"accepted for an asynchronous call of {node}{From(fact, label)}",
            FactKind.Concluded => $"concluded: {data["condition"]}",
            FactKind.Invoked => $"called{From(fact, label)}",
            FactKind.Answered => Answered(data),
            FactKind.Started => $"started; log stream {data["stream"]}",
            FactKind.Reported => Reported(data),
            FactKind.Called => $"called {data["service"]} {data["operation"]}{(data["target"] is { } target ? $" on {target}" : "")}",
            FactKind.Changed => $"{data["change"]} in {node}{From(fact, label)}",
            FactKind.Notified => $"published to {node}{From(fact, label)}{(data["problems"] is { } problems ? $". {problems}" : "")}",
            FactKind.Fired => $"{node} was due at {data["scheduledAt"]}",
            FactKind.Stored => $"{data["change"]} {data["key"]}, {data["size"]} bytes{From(fact, label)}",
            FactKind.Alarmed => $"{data["from"]} -> {data["to"]}: {data["reason"]}",
            _ => fact.Kind.ToString(),
        };
    }

    private static string From(Fact fact, Func<string, string> label) => fact.Origin is { } origin && origin != fact.Node ? $", from {label(origin)}" : "";

    private static string Published(Fact fact, JsonObject data, Func<string, string> label)
    {
        var rules = data["rules"]?.AsArray().Select(rule => label(rule!.ToString())).ToList() ?? [];
        var replay = data["replay"] is { } name ? $" again by the replay {name}" : "";
        var matched = rules.Count == 0 ? "matched no rule" : $"matched {string.Join(", ", rules)}";
        return $"published{replay} on {data["bus"]}{From(fact, label)}; {matched}";
    }

    private static string Answered(JsonObject data) => (string?)data["status"] switch
    {
        "ok" => "succeeded",
        "throttled" => "throttled",
        _ => $"failed: {string.Join(": ", new[] { (string?)data["errorType"], (string?)data["errorMessage"] }.OfType<string>())}",
    };

    private static string Reported(JsonObject data)
    {
        var cold = data["initMs"] is { } init ? $", cold start {Milliseconds(init)}" : "";
        var memory = data["memoryMb"] is { } megabytes ? $", {megabytes} MB" : "";
        var error = data["errorType"] is { } type ? $", {type}" : "";
        return $"ran {Milliseconds(data["durationMs"])}, billed {Milliseconds(data["billedMs"])}{cold}{memory}{error}";
    }

    private static string Milliseconds(JsonNode? number) => string.Create(CultureInfo.InvariantCulture, $"{(double?)number ?? 0:0.#} ms");
}
