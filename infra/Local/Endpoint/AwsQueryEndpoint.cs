using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Serves AWS's Query protocol: finds the service and operation of a request, and writes answers and errors in the form
/// that the AWS SDKs and CLI read. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
/// </summary>
public sealed class AwsQueryEndpoint(IEnumerable<IAwsQueryService> services, CallGate gate, ILogger logger)
{
    /// <summary>SNS takes the largest requests: a message of 256 KB, of which percent-encoding makes three times as much, and names.</summary>
    private const int MaximumRequestBytes = 1024 * 1024;

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

    private async Task<XElement> CallAsync(HttpContext context, IAwsQueryService service, string requestId)
    {
        var body = await RequestBody.ReadAsync(context, MaximumRequestBytes)
            ?? throw new AwsException("RequestEntityTooLarge", $"The request is larger than {MaximumRequestBytes} bytes.", 413);
        var form = new FormReader(Encoding.UTF8.GetString(body.Span)) { KeyLengthLimit = MaximumRequestBytes, ValueLengthLimit = MaximumRequestBytes };
        var request = new QueryForm(Read(form));
        var action = request.Text("Action") ?? throw new AwsException("MissingAction", "The request has no Action.");
        await gate.PassAsync(new(context.Request, service.SigningName, action) { Form = request }, context.RequestAborted);
        var result = service.Handle(action, request) ?? throw new AwsException(
            "NotImplemented",
            $"The local run does not serve {service.SigningName} {action}. It serves: {string.Join(", ", service.Operations)}.",
            501);
        return new(
            $"{action}Response",
            new XElement($"{action}Result", result),
            new XElement("ResponseMetadata", new XElement("RequestId", requestId)));
    }

    private static Dictionary<string, StringValues> Read(FormReader form)
    {
        try
        {
            return form.ReadForm();
        }
        catch (InvalidDataException exception)
        {
            throw new AwsException("MalformedQueryString", exception.Message);
        }
    }

    private static Task WriteErrorAsync(HttpContext context, IAwsQueryService service, AwsException exception, string requestId) =>
        WriteAsync(context, exception.StatusCode, new XElement(
            "ErrorResponse",
            new XElement(
                "Error",
                new XElement("Type", exception.StatusCode >= 500 ? "Receiver" : "Sender"),
                new XElement("Code", exception.Code),
                new XElement("Message", exception.Message)),
            new XElement("RequestId", requestId)),
            service.XmlNamespace);

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
