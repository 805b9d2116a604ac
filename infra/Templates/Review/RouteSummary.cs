using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Review;

/// <summary>Routes of HTTP APIs and who authorizes them; the stages' throttling.</summary>
internal static class RouteSummary
{
    public static void Append(Markdown text, Deployment deployment, ReviewNames names)
    {
        if (deployment.Routes.Count == 0)
        {
            return;
        }

        text.Heading(2, "Routes");
        text.Table(
            ["route", "function", "authorization", "by"],
            deployment.Routes.OrderBy(route => route.RouteKey, StringComparer.Ordinal).Select(route =>
            {
                var integration = deployment.Integrations.FirstOrDefault(integration => integration.Resource.PhysicalId == route.IntegrationId);
                var authorizer = deployment.Authorizers.FirstOrDefault(authorizer => authorizer.Resource.PhysicalId == route.AuthorizerId);
                return (IReadOnlyList<string>)
                [
                    Markdown.Code(route.RouteKey), integration is null ? "" : names.Of(integration.FunctionArn), route.AuthorizationType,
                    authorizer is null ? "" : $"{(authorizer.FunctionArn is { } arn ? names.Of(arn) : authorizer.Name)}, kept {authorizer.ResultTtlSeconds} s",
                ];
            }));
        text.List(deployment.HttpApiStages.OrderBy(stage => stage.Resource.Path, StringComparer.Ordinal).Select(stage =>
            $"stage {stage.StageName}: {Limit(stage.DefaultThrottling.RateLimit, "requests a second")}, {Limit(stage.DefaultThrottling.BurstLimit, "at once")}"));
    }

    private static string Limit(double? limit, string unit) => limit is { } most ? $"{most} {unit}" : $"no limit of {unit}";
}
