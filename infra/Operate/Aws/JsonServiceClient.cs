using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace SensorWatch.Operate.Aws;

/// <summary>
/// A client of a service that speaks JSON, on AWSSDK.Core: credentials, Signature Version 4, retries and endpoints are those
/// of every AWS client in .NET. The operations that the commands use are few, so each is a method that reads and writes JSON.
/// </summary>
internal sealed class JsonServiceClient : AmazonServiceClient
{
    private readonly AwsService _service;

    public JsonServiceClient(AwsTarget target, AwsService service)
        : base(target.Credentials, target.Configure(new JsonServiceConfig(service)))
    {
        _service = service;
        ServiceMetadata = new Metadata(service.Id);
    }

    protected override IServiceMetadata ServiceMetadata { get; }

    /// <summary>Calls an operation of a service with <c>X-Amz-Target</c>.</summary>
    /// <exception cref="AmazonServiceException">The service refused; its code says why.</exception>
    public Task<JsonObject> CallAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        InvokeAsync(new JsonRequest("POST", "/") { Target = $"{_service.TargetPrefix}.{operation}", Body = body }, cancellationToken);

    /// <summary>Calls an operation of a service with paths.</summary>
    /// <exception cref="AmazonServiceException">The service refused; its code says why.</exception>
    public Task<JsonObject> GetAsync(string path, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken) =>
        InvokeAsync(new JsonRequest("GET", path) { Query = query }, cancellationToken);

    /// <summary>All pages of a list.</summary>
    /// <param name="member">The list's member of an answer.</param>
    /// <param name="token">The member of an answer that names the next page.</param>
    /// <param name="callAsync">Asks for a page by its token; null for the first.</param>
    public static async Task<List<JsonObject>> ListAsync(string member, string token, Func<string?, Task<JsonObject>> callAsync)
    {
        var all = new List<JsonObject>();
        string? next = null;
        do
        {
            var page = await callAsync(next);
            all.AddRange((page[member] as JsonArray ?? []).OfType<JsonObject>());
            next = page[token]?.GetValue<string>();
        }
        while (!string.IsNullOrEmpty(next));
        return all;
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Resolver());
        pipeline.AddHandlerAfter<Marshaller>(new Signing());
    }

    private async Task<JsonObject> InvokeAsync(JsonRequest request, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions { RequestMarshaller = new RequestWriter(_service), ResponseUnmarshaller = JsonAnswerReader.Instance };
        return (await InvokeAsync<JsonAnswer>(request, options, cancellationToken)).Body;
    }

    private sealed class Metadata(string serviceId) : IServiceMetadata
    {
        public string ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The step of a request that finds its endpoint.</summary>
    private sealed class Resolver : BaseEndpointResolver
    {
        protected override Amazon.Runtime.Endpoints.EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new Nothing();

        /// <summary>The endpoint depends on the settings alone.</summary>
        private sealed class Nothing : Amazon.Runtime.Endpoints.EndpointParameters;
    }

    /// <summary>The step of a request that chooses how it is signed.</summary>
    private sealed class Signing : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class RequestWriter(AwsService service) : Amazon.Runtime.Internal.Transform.IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var json = (JsonRequest)input;
            var request = new DefaultRequest(input, "SensorWatch.Operate." + service.Prefix)
            {
                HttpMethod = json.Method,
                ResourcePath = json.Path,
                UseQueryString = json.Query.Count > 0,
            };
            foreach (var (name, value) in json.Query)
            {
                request.Parameters.Add(name, value);
            }

            if (json.Target is { } target)
            {
                request.Headers["X-Amz-Target"] = target;
                request.Headers["Content-Type"] = "application/x-amz-json-1.1";
                request.Content = Encoding.UTF8.GetBytes(json.Body.ToJsonString());
            }

            return request;
        }
    }
}

/// <summary>A request as JSON.</summary>
internal sealed class JsonRequest(string method, string path) : AmazonWebServiceRequest
{
    public string Method => method;

    public string Path => path;

    /// <summary>The value of <c>X-Amz-Target</c>; null for a service with paths.</summary>
    public string? Target { get; init; }

    public JsonObject Body { get; init; } = [];

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
