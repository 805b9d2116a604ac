namespace SensorWatch.Local.Http;

/// <summary>
/// How permissions name what API Gateway invokes a function for: with the route's path as its key has it, so that
/// <c>{id}</c> stands for itself.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
/// </summary>
/// <param name="FunctionArn">The function; the API is in its region and account.</param>
/// <param name="ApiId">The API.</param>
internal readonly record struct SourceArns(string FunctionArn, string ApiId)
{
    private string Prefix => FunctionArn.Split(':') is [var arn, var partition, _, var region, var account, ..]
        ? $"{arn}:{partition}:execute-api:{region}:{account}:{ApiId}"
        : ApiId;

    /// <summary>
    /// Of a route, the first being the usual one: <c>…:API/STAGE/METHOD/path</c>, and <c>…:API/STAGE/$default</c> for the route
    /// that takes all. A permission that names the method <c>ANY</c>, or the path of a request to <c>$default</c>, counts too.
    /// </summary>
    public IReadOnlyList<string> OfRoute(string stage, string routeKey, string method, string path) => routeKey.Split(' ') switch
    {
        [var name, var template] => [$"{Prefix}/{stage}/{method}{template}", $"{Prefix}/{stage}/{name}{template}"],
        _ => [$"{Prefix}/{stage}/{routeKey}", $"{Prefix}/{stage}/{method}{path}"],
    };

    /// <summary>Of an authorizer: <c>…:API/authorizers/ID</c>.</summary>
    public IReadOnlyList<string> OfAuthorizer(string id) => [$"{Prefix}/authorizers/{id}"];
}
