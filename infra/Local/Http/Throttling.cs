namespace SensorWatch.Local.Http;

/// <summary>
/// The limits of an API's routes: each route of each stage has a bucket of its own, with the route's settings, else the
/// stage's default ones, else the account's quota.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
/// </summary>
internal sealed class Throttling
{
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    private const double AccountRateLimit = 10_000;
    private const int AccountBurstLimit = 5_000;

    private readonly Dictionary<(string Stage, string RouteKey), TokenBucket> _buckets;

    public Throttling(HttpApiDefinition definition, TimeProvider time) => _buckets = (
        from stage in definition.Stages
        from route in definition.Routes
        let own = stage.RouteThrottling.GetValueOrDefault(route.RouteKey)
        let rate = own?.RateLimit ?? stage.DefaultThrottling.RateLimit ?? AccountRateLimit
        let burst = own?.BurstLimit ?? stage.DefaultThrottling.BurstLimit ?? AccountBurstLimit
        select (Key: (stage.StageName, route.RouteKey), Bucket: new TokenBucket(rate, burst, time)))
        .ToDictionary(route => route.Key, route => route.Bucket);

    /// <summary>Settings for routes that the API doesn't have, which API Gateway refuses to deploy.</summary>
    public static IEnumerable<Refusal> Refusals(HttpApiDefinition definition) =>
        from stage in definition.Stages
        from routeKey in stage.RouteThrottling.Keys
        where definition.Routes.All(route => route.RouteKey != routeKey)
        select new Refusal(stage.Resource.Path, $"RouteSettings are for the route '{routeKey}', which the API does not have.");

    /// <summary>Lets a request through, or not.</summary>
    public bool Allow(string stage, string routeKey) => _buckets[(stage, routeKey)].TryTake();
}
