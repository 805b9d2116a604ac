using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Serves AWS's Query protocol: finds the service and operation of a request, and writes answers and errors in the form
/// that the AWS SDKs and CLI read. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
/// </summary>
public sealed class AwsQueryEndpoint(IEnumerable<IAwsQueryService> services, CallGate gate, ILogger logger)
{
    /// <summary>SNS takes the largest requests: a message of 256 KB, of which percent-encoding makes three times as much, and names.</summary>
    private const int MaximumRequestBytes = 1024 * 1024;

    private const string Ec2 = "ec2";

    private readonly Dictionary<string, IAwsQueryService> _services = services.ToDictionary(service => service.SigningName, StringComparer.Ordinal);

    /// <summary>The services.</summary>
    public IReadOnlyCollection<IAwsQueryService> Services => _services.Values;

    /// <summary>Whether requests that are signed for a service are for this endpoint.</summary>
    public bool Serves(string signingName) => _services.ContainsKey(signingName);

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signingName">A service that this endpoint serves.</param>
    public async Task HandleAsync(HttpContext context, string signingName)
    {
        ArgumentNullException.ThrowIfNull(context);
        var service = _services[signingName];
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        try
        {
            await WriteAsync(context, StatusCodes.Status200OK, await CallAsync(context, service, requestId), service.XmlNamespace);
        }
        catch (AwsException exception)
        {
            await WriteErrorAsync(context, service, exception, requestId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "{Service} failed unexpectedly.", signingName);
            await WriteErrorAsync(context, service, new("InternalError", $"The local run failed: {exception.Message}", 500), requestId);
        }
    }

    /// <summary>
    /// Whether a request is of the Query protocol, or of another whose errors are XML like its: EC2's form of it, and REST
    /// with XML, which CloudFront and Route 53 speak.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="signingName">The service that it is signed for.</param>
    public static bool Speaks(HttpRequest request, string signingName)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.HasFormContentType
            || request.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true
            || signingName is "cloudfront" or "route53";
    }

    /// <summary>Answers a request to a service that isn't served.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signingName">The service.</param>
    public async Task RefuseAsync(HttpContext context, string signingName)
    {
        ArgumentNullException.ThrowIfNull(context);
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        var operation = context.Request.HasFormContentType ? await ActionAsync(context) : null;
        var served = _services.Values.Select(service => $"{service.SigningName} ({string.Join(", ", service.Operations)})");
        var error = new AwsException(
            "NotImplemented",
            $"The local run does not serve {signingName} {operation ?? $"with {context.Request.Method} {context.Request.Path}"}. "
                + $"By this protocol it serves: {string.Join("; ", served)}.",
            StatusCodes.Status501NotImplemented);
        await WriteAsync(context, error.StatusCode, signingName == Ec2 ? Ec2ErrorOf(error, requestId) : ErrorOf(error, requestId), XNamespace.None);
    }

    private static async Task<string?> ActionAsync(HttpContext context)
    {
        try
        {
            return await RequestBody.ReadAsync(context, MaximumRequestBytes) is { } body ? ReadForm(body).Text("Action") : null;
        }
        catch (AwsException)
        {
            // A form that can't be read names no operation; the service is refused all the same.
            return null;
        }
    }

    private async Task<XElement> CallAsync(HttpContext context, IAwsQueryService service, string requestId)
    {
        var body = await RequestBody.ReadAsync(context, MaximumRequestBytes)
            ?? throw new AwsException("RequestEntityTooLarge", $"The request is larger than {MaximumRequestBytes} bytes.", 413);
        var request = ReadForm(body);
        var action = request.Text("Action") ?? throw new AwsException("MissingAction", "The request has no Action.");
        var call = new ServiceCall(context.Request, service.SigningName, action) { Form = request };
        await gate.PassAsync(call, context.RequestAborted);
        var result = service.Handle(call) ?? throw new AwsException(
            "NotImplemented",
            $"The local run does not serve {service.SigningName} {action}. It serves: {string.Join(", ", service.Operations)}.",
            501);
        return new(
            $"{action}Response",
            new XElement($"{action}Result", result),
            new XElement("ResponseMetadata", new XElement("RequestId", requestId)));
    }

    private static QueryForm ReadForm(ReadOnlyMemory<byte> body)
    {
        try
        {
            var form = new FormReader(Encoding.UTF8.GetString(body.Span)) { KeyLengthLimit = MaximumRequestBytes, ValueLengthLimit = MaximumRequestBytes };
            return new(form.ReadForm());
        }
        catch (InvalidDataException exception)
        {
            throw new AwsException("MalformedQueryString", exception.Message);
        }
    }

    private static Task WriteErrorAsync(HttpContext context, IAwsQueryService service, AwsException exception, string requestId) =>
        WriteAsync(context, exception.StatusCode, ErrorOf(exception, requestId), service.XmlNamespace);

    private static XElement ErrorOf(AwsException exception, string requestId) => new(
        "ErrorResponse",
        new XElement(
            "Error",
            new XElement("Type", exception.StatusCode >= 500 ? "Receiver" : "Sender"),
            new XElement("Code", exception.Code),
            new XElement("Message", exception.Message)),
        new XElement("RequestId", requestId));

    /// <summary>https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization</summary>
    private static XElement Ec2ErrorOf(AwsException exception, string requestId) => new(
        "Response",
        new XElement("Errors", new XElement("Error", new XElement("Code", exception.Code), new XElement("Message", exception.Message))),
        new XElement("RequestID", requestId));

    private static async Task WriteAsync(HttpContext context, int statusCode, XElement answer, XNamespace xmlNamespace)
    {
        foreach (var element in answer.DescendantsAndSelf())
        {
            element.Name = xmlNamespace + element.Name.LocalName;
        }

        var bytes = Encoding.UTF8.GetBytes(answer.ToString(SaveOptions.DisableFormatting));
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/xml";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
