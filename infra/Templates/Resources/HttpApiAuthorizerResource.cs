using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::ApiGatewayV2::Authorizer</c>.</summary>
public sealed record HttpApiAuthorizerResource
{
    public const string Type = "AWS::ApiGatewayV2::Authorizer";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> ApiIdProperty = Properties.Text("ApiId");
    private static readonly Property<string> NameProperty = Properties.Text("Name");
    private static readonly Property<string> AuthorizerTypeProperty = Properties.Text("AuthorizerType");
    private static readonly Property<string> AuthorizerUriProperty = Properties.Text("AuthorizerUri");
    private static readonly Property<string> PayloadFormatVersionProperty = Properties.Text("AuthorizerPayloadFormatVersion");
    private static readonly Property<bool> EnableSimpleResponsesProperty = Properties.Boolean("EnableSimpleResponses");
    private static readonly Property<IReadOnlyList<string>> IdentitySourceProperty = Properties.Texts("IdentitySource");
    private static readonly Property<string> CredentialsArnProperty = Properties.Text("AuthorizerCredentialsArn");
    private static readonly Property<int> ResultTtlProperty = Properties.Integer("AuthorizerResultTtlInSeconds");

    /// <summary>Its physical id is what routes name.</summary>
    public required Resource Resource { get; init; }

    public required string ApiId { get; init; }

    public required string Name { get; init; }

    /// <summary><c>REQUEST</c> (a Lambda function) or <c>JWT</c>.</summary>
    public required string AuthorizerType { get; init; }

    /// <summary>ARN of the function, from <c>AuthorizerUri</c>; null without one.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>ARN of the role with which the API invokes the function; null when the function's own policy lets it in.</summary>
    public string? CredentialsArn { get; init; }

    /// <summary><c>2.0</c> or <c>1.0</c>; null when the template doesn't say.</summary>
    public string? PayloadFormatVersion { get; init; }

    /// <summary>The function answers <c>{"isAuthorized": bool, "context": {…}}</c> rather than an IAM policy.</summary>
    public bool EnableSimpleResponses { get; init; }

    /// <summary>What tells callers apart: <c>$request.header.Authorization</c>.</summary>
    public IReadOnlyList<string> IdentitySources { get; init; } = [];

    /// <summary>How long an answer holds, 0-3,600 seconds; 0 for this request only.</summary>
    public int ResultTtlSeconds { get; init; } = 300;

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static HttpApiAuthorizerResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            ApiId = ApiIdProperty.Read(resource),
            Name = NameProperty.Read(resource),
            AuthorizerType = AuthorizerTypeProperty.Read(resource),
            FunctionArn = AuthorizerUriProperty.ReadOrNull(resource) is { } uri
                ? InvocationUri.FunctionArn(resource, "AuthorizerUri", uri)
                : null,
            CredentialsArn = CredentialsArnProperty.ReadOrNull(resource),
            PayloadFormatVersion = PayloadFormatVersionProperty.ReadOrNull(resource),
            EnableSimpleResponses = EnableSimpleResponsesProperty.Read(resource, false),
            IdentitySources = IdentitySourceProperty.Read(resource, []),
            ResultTtlSeconds = ResultTtlProperty.Read(resource, 300),
        };
    }
}
