using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions.Control;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What of a mapping can be changed while it runs, in the words of <c>UpdateEventSourceMapping</c>.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
/// </summary>
internal static class MappingSettings
{
    private static readonly Dictionary<string, Func<EventSourceMappingResource, JsonObject, string, EventSourceMappingResource>> Members = new()
    {
        ["Enabled"] = (mapping, request, name) => mapping with { Enabled = Flag(request, name) },
        ["BatchSize"] = (mapping, request, name) => mapping with { BatchSize = Number(request, name) },
        ["MaximumBatchingWindowInSeconds"] = (mapping, request, name) => mapping with { MaximumBatchingWindowSeconds = Number(request, name) },
        ["FunctionResponseTypes"] = (mapping, request, name) =>
            mapping with { ReportBatchItemFailures = request.Texts(name).Contains("ReportBatchItemFailures") },
        ["ScalingConfig"] = (mapping, request, name) =>
            mapping with { MaximumConcurrency = request.Structure(name)!.Integer("MaximumConcurrency") },
        ["FilterCriteria"] = (mapping, request, name) =>
            mapping with { Filters = [.. request.Structure(name)!.Structures("Filters").Select(filter => Pattern(filter.Text("Pattern")))] },
        ["ParallelizationFactor"] = (mapping, request, name) => mapping with { ParallelizationFactor = Number(request, name) },
        ["BisectBatchOnFunctionError"] = (mapping, request, name) => mapping with { BisectBatchOnFunctionError = Flag(request, name) },
        ["MaximumRetryAttempts"] = (mapping, request, name) => mapping with { MaximumRetryAttempts = Number(request, name) },
        ["MaximumRecordAgeInSeconds"] = (mapping, request, name) => mapping with { MaximumRecordAgeSeconds = Number(request, name) },
        ["TumblingWindowInSeconds"] = (mapping, request, name) => mapping with { TumblingWindowSeconds = Number(request, name) },
        ["DestinationConfig"] = (mapping, request, name) =>
            mapping with { OnFailureDestinationArn = request.Structure(name)!.Structure("OnFailure")?.Text("Destination") },
    };

    /// <summary>A mapping with what a request changes.</summary>
    /// <exception cref="AwsException">The request names what can't be changed here.</exception>
    public static EventSourceMappingResource Apply(EventSourceMappingResource mapping, JsonObject request)
    {
        foreach (var (name, value) in request)
        {
            if (value is null || (name == "FunctionName" && IsFunctionOf(mapping, request.Text(name)!)))
            {
                continue;
            }

            mapping = Members.TryGetValue(name, out var change)
                ? change(mapping, request, name)
                : throw LambdaErrors.InvalidParameter($"{name} can't be changed here. These can: {string.Join(", ", Members.Keys)}.");
        }

        return mapping;
    }

    /// <summary>All that can be changed, as it is: <see cref="Apply"/> of it gives the same mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="isOnQueue">Queues have other settings than streams.</param>
    public static JsonObject ToJson(EventSourceMappingResource mapping, bool isOnQueue)
    {
        var settings = new JsonObject
        {
            ["BatchSize"] = mapping.BatchSize,
            ["MaximumBatchingWindowInSeconds"] = mapping.MaximumBatchingWindowSeconds,
            ["FunctionResponseTypes"] = mapping.ReportBatchItemFailures ? new JsonArray("ReportBatchItemFailures") : [],
            ["FilterCriteria"] = new JsonObject
            {
                ["Filters"] = new JsonArray([.. mapping.Filters.Select(filter => new JsonObject { ["Pattern"] = filter.ToJsonString() })]),
            },
        };
        if (isOnQueue)
        {
            settings["ScalingConfig"] = mapping.MaximumConcurrency is { } concurrency ? new() { ["MaximumConcurrency"] = concurrency } : new JsonObject();
            return settings;
        }

        settings["ParallelizationFactor"] = mapping.ParallelizationFactor;
        settings["BisectBatchOnFunctionError"] = mapping.BisectBatchOnFunctionError;
        settings["MaximumRetryAttempts"] = mapping.MaximumRetryAttempts;
        settings["MaximumRecordAgeInSeconds"] = mapping.MaximumRecordAgeSeconds;
        settings["TumblingWindowInSeconds"] = mapping.TumblingWindowSeconds;
        settings["DestinationConfig"] = new JsonObject
        {
            ["OnFailure"] = mapping.OnFailureDestinationArn is { } destination ? new() { ["Destination"] = destination } : new JsonObject(),
        };
        return settings;
    }

    private static bool IsFunctionOf(EventSourceMappingResource mapping, string name) => name.Split(':')[^1] == mapping.FunctionName.Split(':')[^1];

    private static int Number(JsonObject request, string name) => request.Integer(name)!.Value;

    private static bool Flag(JsonObject request, string name) => request[name] is JsonValue value && value.TryGetValue(out bool flag)
        ? flag
        : throw LambdaErrors.InvalidParameter($"{name} must be true or false.");

    private static JsonObject Pattern(string? pattern)
    {
        try
        {
            return JsonNode.Parse(pattern ?? "") as JsonObject ?? throw LambdaErrors.InvalidParameter("Invalid filter pattern definition.");
        }
        catch (JsonException)
        {
            throw LambdaErrors.InvalidParameter("Invalid filter pattern definition.");
        }
    }
}
