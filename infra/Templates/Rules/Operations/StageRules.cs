using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Whether an API holds back who asks too much, and tells who asked.</summary>
internal static class StageRules
{
    private const string RestStage = "AWS::ApiGateway::Stage";

    private const string Rate = "ThrottlingRateLimit";

    private const string Burst = "ThrottlingBurstLimit";

    private static readonly DesignRule Throttled = new()
    {
        Id = "operations/api-throttled",
        Sentence = "A stage of an API limits requests, so that one API does not use up the account's quota for all.",
        Mend = "Set ThrottlingRateLimit and ThrottlingBurstLimit, in DefaultRouteSettings or, for a REST API, in MethodSettings of /* and *.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
        Check = context =>
            context.Deployment.OfType(HttpApiStageResource.Type)
                .Select(stage => (Stage: stage, Fault: HttpFault(context, stage)))
                .Concat(context.Deployment.OfType(RestStage).Select(stage => (Stage: stage, Fault: RestFault(context, stage))))
                .Where(stage => stage.Fault is not null)
                .Select(stage => new Finding(stage.Stage, stage.Fault!)),
    };

    private static readonly DesignRule Logged = new()
    {
        Id = "operations/api-access-logs",
        Sentence = "A stage of an API logs each request, in a format of its own.",
        Mend = "Set the destination's ARN and a format with $context.requestId, the route and the status.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
        Check = context => from stage in context.Deployment.Resources
                           let setting = stage.Type switch { HttpApiStageResource.Type => "AccessLogSettings", RestStage => "AccessLogSetting", _ => null }
                           where setting is not null
                           let missing = new[] { "DestinationArn", "Format" }.Where(name => IsMissing(stage, setting, name)).Select(name => $"{setting}.{name}").ToList()
                           where missing.Count > 0
                           select new Finding(stage, $"Its requests are not logged: it has no {string.Join(" and no ", missing)}."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Throttled, Logged];

    /// <summary>What could not be resolved is a text in the object's place.</summary>
    private static bool IsMissing(Resource stage, string setting, string name) =>
        stage.Node(setting) is null or JsonObject && string.IsNullOrEmpty(stage.Node($"{setting}.{name}")?.ToString());

    private static string? HttpFault(DesignContext context, Resource stage)
    {
        List<string> missing = stage.Node("DefaultRouteSettings") switch
        {
            null => [Rate, Burst],
            JsonObject settings => [.. new[] { Rate, Burst }.Where(limit => settings[limit] is null)],
            _ => [],
        };
        return missing.Count == 0 || HasLimitOnEachRoute(context, stage) ? null : $"Its DefaultRouteSettings have no {string.Join(" and no ", missing)}.";
    }

    private static bool HasLimitOnEachRoute(DesignContext context, Resource stage)
    {
        List<string> routes = [.. context.Deployment.OfType(HttpApiRouteResource.Type)
            .Where(route => route.Text("ApiId") == stage.Text("ApiId"))
            .Select(route => route.Text("RouteKey") ?? "")];
        return routes.Count > 0 && stage.Node("RouteSettings") is JsonObject settings
            && routes.TrueForAll(route => HasLimits(settings[route]));
    }

    private static string? RestFault(DesignContext context, Resource stage)
    {
        if (stage.Node("MethodSettings") is not null and not JsonArray || IsInUsagePlan(context, stage))
        {
            return null;
        }

        List<JsonObject> limited = [.. JsonValues.Objects(stage.Properties, "MethodSettings").Where(HasLimits)];
        var isDefault = limited.Exists(settings => JsonValues.Text(settings, "ResourcePath") == "/*" && JsonValues.Text(settings, "HttpMethod") == "*");
        return isDefault || HasLimitOnEachMethod(context, stage, limited.Count)
            ? null
            : $"Its MethodSettings have no {Rate} and {Burst} for all methods (ResourcePath /*, HttpMethod *).";
    }

    /// <summary>Settings name a method once each, so as many of them as there are methods are all.</summary>
    private static bool HasLimitOnEachMethod(DesignContext context, Resource stage, int limited)
    {
        var methods = context.Deployment.OfType("AWS::ApiGateway::Method")
            .Count(method => method.Text("RestApiId") == stage.Text("RestApiId") && method.Text("HttpMethod") != "OPTIONS");
        return methods > 0 && limited >= methods;
    }

    /// <summary>A plan's limits hold for each of its clients: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html</summary>
    private static bool IsInUsagePlan(DesignContext context, Resource stage) => context.Deployment.OfType("AWS::ApiGateway::UsagePlan")
        .Where(plan => plan.Node("Throttle") is not null)
        .SelectMany(plan => JsonValues.Objects(plan.Properties, "ApiStages"))
        .Any(planned => JsonValues.Text(planned, "ApiId") == stage.Text("RestApiId"));

    private static bool HasLimits(JsonNode? settings) =>
        settings is JsonObject members && members[Rate] is not null && members[Burst] is not null;
}
