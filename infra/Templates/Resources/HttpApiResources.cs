namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::ApiGatewayV2::Api</c> of protocol <c>HTTP</c>.</summary>
public sealed record HttpApiResource(Resource Resource, string ApiId, string Name);

/// <summary><c>AWS::ApiGatewayV2::Stage</c>.</summary>
public sealed record HttpApiStageResource(Resource Resource, string ApiId, string StageName, IReadOnlyDictionary<string, string> Variables);

/// <summary><c>AWS::ApiGatewayV2::Route</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="ApiId">Id of its API.</param>
/// <param name="RouteKey"><c>POST /readings</c> or <c>$default</c>.</param>
/// <param name="IntegrationId">Physical id of its integration, from <c>Target</c>; null without one.</param>
/// <param name="AuthorizerId">Physical id of its authorizer; null without one.</param>
public sealed record HttpApiRouteResource(Resource Resource, string ApiId, string RouteKey, string? IntegrationId, string? AuthorizerId);

/// <summary><c>AWS::ApiGatewayV2::Integration</c> with a Lambda function.</summary>
/// <param name="Resource">The resource; its physical id is what routes name.</param>
/// <param name="ApiId">Id of its API.</param>
/// <param name="FunctionArn">ARN of the function, from <c>IntegrationUri</c>, plain or in API Gateway's invocation form.</param>
/// <param name="PayloadFormatVersion"><c>2.0</c> or <c>1.0</c>.</param>
/// <param name="TimeoutMilliseconds">At most 30,000.</param>
public sealed record HttpApiIntegrationResource(
    Resource Resource,
    string ApiId,
    string FunctionArn,
    string PayloadFormatVersion,
    int TimeoutMilliseconds);
