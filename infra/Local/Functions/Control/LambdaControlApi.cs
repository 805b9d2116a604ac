using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Mappings;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Control;

/// <summary>
/// Lambda's operations that describe functions and mappings, and change mappings.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
/// </summary>
public sealed class LambdaControlApi(
    FunctionDirectory functions,
    FunctionPolicies policies,
    IReadOnlyList<EventInvokeConfigResource> invokeConfigs,
    EventSourceMappings mappings,
    TimeProvider time)
{
    private const int MaximumListed = 50;
    private const int MaximumMappingsListed = 100;
    private const int MaximumRequestBytes = 6 * 1024 * 1024;

    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <summary>What is served.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        "ListFunctions", "GetFunction", "GetFunctionConfiguration", "GetFunctionConcurrency", "GetFunctionEventInvokeConfig", "GetPolicy",
        "ListEventSourceMappings", "GetEventSourceMapping", "UpdateEventSourceMapping",
    ];

    /// <summary>The operation that a request is, and the function or mapping that it names; null when it is none of these.</summary>
    /// <param name="method">HTTP's.</param>
    /// <param name="path">Its path in segments, without the API's date: <c>functions</c>, <c>NAME</c>, <c>policy</c>.</param>
    public static (string Operation, string? Target)? Find(string method, string[] path) => (method, path) switch
    {
        ("GET", ["functions"]) => ("ListFunctions", null),
        ("GET", ["functions", var name]) => ("GetFunction", name),
        ("GET", ["functions", var name, "configuration"]) => ("GetFunctionConfiguration", name),
        ("GET", ["functions", var name, "concurrency"]) => ("GetFunctionConcurrency", name),
        ("GET", ["functions", var name, "event-invoke-config"]) => ("GetFunctionEventInvokeConfig", name),
        ("GET", ["functions", var name, "policy"]) => ("GetPolicy", name),
        ("GET", ["event-source-mappings"]) => ("ListEventSourceMappings", null),
        ("GET", ["event-source-mappings", var id]) => ("GetEventSourceMapping", id),
        ("PUT", ["event-source-mappings", var id]) => ("UpdateEventSourceMapping", id),
        _ => null,
    };

    /// <summary>Answers one call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">One of <see cref="Operations"/>.</param>
    /// <param name="target">The function's name or ARN, or the mapping's id; empty for what names none.</param>
    /// <exception cref="AwsException">What Lambda would answer.</exception>
    public async Task HandleAsync(HttpContext context, string operation, string target)
    {
        var query = context.Request.Query;
        var answer = operation switch
        {
            "ListFunctions" => ListFunctions(query),
            "GetFunction" => GetFunction(Find(target, query)),
            "GetFunctionConfiguration" => FunctionConfiguration.Of(Find(target, query), _since),
            "GetFunctionConcurrency" => Concurrency(Find(target, query)),
            "GetFunctionEventInvokeConfig" => InvokeConfig(Find(target, query)),
            "GetPolicy" => GetPolicy(Find(target, query)),
            "ListEventSourceMappings" => ListMappings(query),
            "GetEventSourceMapping" => mappings.Describe(target) ?? throw LambdaErrors.MappingNotFound(),
            "UpdateEventSourceMapping" => mappings.Update(target, await BodyAsync(context)) ?? throw LambdaErrors.MappingNotFound(),
            _ => throw LambdaErrors.NotServed(operation),
        };
        context.Response.Headers["x-amzn-RequestId"] = FunctionService.NewRequestId();
        await JsonResponse.WriteAsync(context, operation == "UpdateEventSourceMapping" ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, answer);
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, MaximumRequestBytes)
            ?? throw new AwsException("RequestTooLargeException", $"Request must be smaller than {MaximumRequestBytes} bytes", 413);
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject ?? throw LambdaErrors.InvalidParameter("The request's body is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new AwsException("InvalidRequestContentException", $"Could not parse request body into json: {exception.Message}");
        }
    }

    private static JsonObject GetFunctionCode(FunctionResource function) =>
        new() { ["RepositoryType"] = "S3", ["Location"] = new Uri(Bootstrap.PathOf(function)).AbsoluteUri };

    private static JsonObject Concurrency(FunctionResource function) => function.ReservedConcurrentExecutions is { } reserved
        ? new() { ["ReservedConcurrentExecutions"] = reserved }
        : [];

    private JsonObject ListFunctions(IQueryCollection query) => Page(
        query, functions.All, MaximumListed, "Functions", function => FunctionConfiguration.Of(function, _since));

    private JsonObject GetFunction(FunctionResource function)
    {
        var answer = new JsonObject { ["Configuration"] = FunctionConfiguration.Of(function, _since), ["Code"] = GetFunctionCode(function) };
        if (function.ReservedConcurrentExecutions is not null)
        {
            answer["Concurrency"] = Concurrency(function);
        }

        return answer;
    }

    private JsonObject GetPolicy(FunctionResource function) => policies.Document(function) is { } document
        ? new() { ["Policy"] = document.ToJsonString(), ["RevisionId"] = Guid.Empty.ToString() }
        : throw LambdaErrors.NotFound("The resource you requested does not exist.");

    private JsonObject InvokeConfig(FunctionResource function)
    {
        var config = invokeConfigs.FirstOrDefault(config => functions.Find(config.FunctionName) == function)
            ?? throw LambdaErrors.NotFound($"The function {function.Arn}:$LATEST doesn't have an EventInvokeConfig");
        return new()
        {
            ["LastModified"] = _since.ToUnixTimeSeconds(),
            ["FunctionArn"] = $"{function.Arn}:$LATEST",
            ["MaximumRetryAttempts"] = config.MaximumRetryAttempts,
            ["MaximumEventAgeInSeconds"] = config.MaximumEventAgeSeconds,
            ["DestinationConfig"] = new JsonObject
            {
                ["OnSuccess"] = Destination(config.OnSuccessDestinationArn),
                ["OnFailure"] = Destination(config.OnFailureDestinationArn),
            },
        };
    }

    private JsonObject ListMappings(IQueryCollection query)
    {
        var function = query["FunctionName"].ToString() is { Length: > 0 } name ? Find(name, query) : null;
        var source = query["EventSourceArn"].ToString();
        var selected = mappings.All
            .Where(mapping => function is null || ReferenceEquals(functions.Find(mapping.FunctionName), function))
            .Where(mapping => source.Length == 0 || mapping.EventSourceArn == source)
            .ToList();
        return Page(query, selected, MaximumMappingsListed, "EventSourceMappings", mapping => mappings.Describe(mapping.Resource.PhysicalId)!);
    }

    private static JsonObject Destination(string? arn) => arn is null ? [] : new() { ["Destination"] = arn };

    private static JsonObject Page<T>(IQueryCollection query, IReadOnlyList<T> items, int maximum, string name, Func<T, JsonObject> describe)
    {
        var start = Number(query, "Marker", 0, int.MaxValue) ?? 0;
        var page = items.Skip(start).Take(Math.Min(Number(query, "MaxItems", 1, 10_000) ?? maximum, maximum)).ToList();
        var answer = new JsonObject { [name] = new JsonArray([.. page.Select(describe)]) };
        if (start + page.Count < items.Count)
        {
            answer["NextMarker"] = (start + page.Count).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private static int? Number(IQueryCollection query, string name, int minimum, int maximum) => query[name].ToString() switch
    {
        "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum => number,
        var text => throw LambdaErrors.InvalidParameter($"{name} '{text}' is not valid."),
    };

    private FunctionResource Find(string name, IQueryCollection query)
    {
        var qualifier = query["Qualifier"].ToString();
        return functions.Find(qualifier.Length == 0 ? name : $"{name}:{qualifier}") ?? throw LambdaErrors.FunctionNotFound(name);
    }
}
