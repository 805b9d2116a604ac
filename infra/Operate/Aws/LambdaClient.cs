namespace SensorWatch.Operate.Aws;

/// <summary>Lambda's lists of functions and event source mappings.</summary>
internal sealed class LambdaClient(JsonServiceClient client) : IDisposable
{
    /// <summary>https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html</summary>
    public async Task<IReadOnlyList<Function>> ListFunctionsAsync(CancellationToken cancellationToken)
    {
        var functions = await JsonServiceClient.ListAsync("Functions", "NextMarker", marker => client.GetAsync("/2015-03-31/functions/", Page(marker), cancellationToken));
        return [.. functions.Select(function => new Function
        {
            Name = function.Required("FunctionName"),
            Arn = function.Required("FunctionArn"),
            Handler = function.Text("Handler"),
            LogGroup = function.Object("LoggingConfig").Text("LogGroup") ?? "/aws/lambda/" + function.Required("FunctionName"),
        })];
    }

    /// <summary>https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html</summary>
    public async Task<IReadOnlyList<Mapping>> ListMappingsAsync(CancellationToken cancellationToken)
    {
        var mappings = await JsonServiceClient.ListAsync(
            "EventSourceMappings", "NextMarker", marker => client.GetAsync("/2015-03-31/event-source-mappings/", Page(marker), cancellationToken));
        return [.. mappings.Select(mapping => new Mapping
        {
            Id = mapping.Required("UUID"),
            FunctionArn = mapping.Required("FunctionArn"),
            SourceArn = mapping.Text("EventSourceArn") ?? "",
            State = mapping.Text("State") ?? "",
            Reason = mapping.Text("StateTransitionReason"),
            LastResult = mapping.Text("LastProcessingResult"),
            FailureArn = mapping.Object("DestinationConfig").Object("OnFailure").Text("Destination"),
        })];
    }

    public void Dispose() => client.Dispose();

    private static Dictionary<string, string> Page(string? marker) =>
        marker is null ? [] : new(StringComparer.Ordinal) { ["Marker"] = marker };
}

/// <summary>A Lambda function.</summary>
internal sealed record Function
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>Of this system's functions, the handler's name: what people call the function.</summary>
    public string? Handler { get; init; }

    public required string LogGroup { get; init; }

    public string Title => Handler is { Length: > 0 } handler ? handler : Name;
}

/// <summary>What reads a queue or a stream for a function.</summary>
internal sealed record Mapping
{
    public required string Id { get; init; }

    public required string FunctionArn { get; init; }

    public required string SourceArn { get; init; }

    /// <summary><c>Enabled</c>, <c>Disabled</c>, <c>Creating</c>, <c>Enabling</c>, <c>Disabling</c>, <c>Updating</c> or <c>Deleting</c>.</summary>
    public required string State { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of a stream: <c>OK</c>, <c>PROBLEM: …</c>.</summary>
    public string? LastResult { get; init; }

    /// <summary>The queue that is told what is given up; null without one.</summary>
    public string? FailureArn { get; init; }
}
