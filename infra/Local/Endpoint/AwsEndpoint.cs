using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Functions.Control;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Serves AWS's JSON protocol: finds the service and operation of a request, and writes answers and errors in the form
/// that the AWS SDKs and CLI read. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
/// </summary>
/// <remarks>
/// Signatures aren't checked; whom they name is <see cref="CallGate"/>'s business. <c>x-amz-crc32</c>, which DynamoDB sends, is left out: SDKs check it only when it is there.
/// </remarks>
public sealed class AwsEndpoint(IEnumerable<IAwsService> services, CallGate gate, ILogger logger)
{
    /// <summary>DynamoDB takes the largest requests: 16 MB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html</summary>
    private const int MaximumRequestBytes = 16 * 1024 * 1024;

    private const string DefaultContentType = "application/x-amz-json-1.0";

    /// <summary>DynamoDB allows 32 levels of nesting, and writes each as two of JSON's.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    private readonly Dictionary<string, IAwsService> _services = services.ToDictionary(service => service.TargetPrefix, StringComparer.Ordinal);

    /// <summary>Answers a request that has <c>X-Amz-Target</c>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        try
        {
            var answer = await CallAsync(context, target);
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, answer, ContentType(context));
        }
        catch (AwsException exception)
        {
            await WriteErrorAsync(context, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "{Target} failed unexpectedly.", target);
            await WriteErrorAsync(context, new AwsException("InternalFailure", $"The local run failed: {exception.Message}", 500));
        }
    }

    /// <summary>Answers a signed request that no service here takes: of another protocol, or of a service that isn't served.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">The service's name in the signature: <c>s3</c>.</param>
    public Task RefuseAsync(HttpContext context, string service)
    {
        ArgumentNullException.ThrowIfNull(context);
        return WriteErrorAsync(context, NotServed($"{service} with {context.Request.Method} {context.Request.Path}"));
    }

    private static string ContentType(HttpContext context) =>
        context.Request.ContentType is { } type && type.StartsWith("application/x-amz-json-1.", StringComparison.Ordinal)
            ? type
            : DefaultContentType;

    private static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(body.Span, documentOptions: Options) as JsonObject
                ?? throw new AwsException("SerializationException", "The request's body is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new AwsException("SerializationException", $"The request's body is not valid JSON: {exception.Message}");
        }
    }

    private static Task WriteErrorAsync(HttpContext context, AwsException exception)
    {
        if (exception.QueryErrorCode is { } queryErrorCode)
        {
            context.Response.Headers["x-amzn-query-error"] = queryErrorCode;
        }

        var body = new JsonObject { ["__type"] = exception.Code, ["message"] = exception.Message };
        foreach (var (name, value) in exception.Members ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return JsonResponse.WriteAsync(context, exception.StatusCode, body, ContentType(context));
    }

    private async Task<JsonObject> CallAsync(HttpContext context, string target)
    {
        var dot = target.LastIndexOf('.');
        var prefix = dot < 0 ? target : target[..dot];
        if (!_services.TryGetValue(prefix, out var service))
        {
            throw NotServed(target);
        }

        if (await RequestBody.ReadAsync(context, MaximumRequestBytes) is not { } body)
        {
            throw new AwsException("RequestEntityTooLarge", $"The request is larger than {MaximumRequestBytes} bytes.", 413);
        }

        var (operation, request) = (target[(dot + 1)..], Parse(body));
        await gate.PassAsync(new(context.Request, ServiceCall.ServiceOf(prefix), operation) { Body = request }, context.RequestAborted);
        return await service.HandleAsync(operation, request, context.RequestAborted) ?? throw NotServed(target);
    }

    private AwsException NotServed(string what)
    {
        var served = _services.Values.Select(service =>
            service.Operations.Count == 0 ? service.TargetPrefix : $"{service.TargetPrefix} ({string.Join(", ", service.Operations)})");
        return new(
            "NotImplemented", $"The local run does not serve {what}. It serves: {string.Join("; ", served.Append($"Lambda (Invoke, {string.Join(", ", LambdaControlApi.Operations)})"))}.", 501);
    }
}
