using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>What is printed when everything runs.</summary>
internal static class Welcome
{
    /// <summary>Context key in <c>cdk.json</c> of an app's own example command; <c>{endpoint}</c> stands for the address, <c>{NAME}</c> for a start command's value.</summary>
    private const string TryContextKey = "local:try";

    /// <param name="host">What runs.</param>
    /// <param name="exampleCommand">The app's own example, from <see cref="ExampleCommand"/>; null to make one of a route.</param>
    public static string Of(LocalHost host, string? exampleCommand)
    {
        var origin = host.Address.GetLeftPart(UriPartial.Authority);
        List<string> lines = [$"Ready: {origin}", $"  Console: {host.Address}"];
        lines.AddRange(host.Deployment.HttpApis.Select(api =>
            $"  {api.Name}: {string.Join(", ", host.Deployment.Routes.Where(route => route.ApiId == api.ApiId).Select(route => route.RouteKey))}"));
        if (host.Functions.Count > 0)
        {
            lines.Add($"  Functions: {string.Join(", ", FunctionLabels.Of(host.Deployment.Functions).Values)}");
        }

        lines.AddRange(Access(host));
        lines.AddRange(host.Faults.Select(fault => $"  Fault: {fault}"));
        if (host.Clock.Offset != TimeSpan.Zero)
        {
            lines.Add($"  Clock: {host.Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}; functions' processes have this machine's");
        }

        lines.AddRange(host.StartValues.Select(value => $"  {value.Key}={value.Value}"));
        if ((exampleCommand ?? Example(host)) is { } example)
        {
            var values = host.StartValues.Prepend(KeyValuePair.Create("endpoint", origin));
            lines.Add("Try:");
            lines.Add($"  {values.Aggregate(example, (text, value) => text.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal))}");
        }

        lines.Add("Ctrl-C stops it.");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The example command of the project that was synthesized; null when it has none.</summary>
    public static string? ExampleCommand(LocalOptions options) => options.AssemblyDirectory is null
        ? Synthesizer.ReadContext(ProjectLayout.Find().CdkJson)[TryContextKey]?.ToString()
        : null;

    private static IEnumerable<string> Access(LocalHost host)
    {
        if (host.UnjudgedFunctions is not { Count: > 0 } unjudged)
        {
            return [];
        }

        var labels = FunctionLabels.Of(host.Deployment.Functions);
        return unjudged
            .Select(function => $"    {labels[function.Function.Name]}: {function.Reason}")
            .Prepend($"  Access: {host.JudgedFunctions} functions are held to their roles' policies, {unjudged.Count} may do everything:");
    }

    private static string? Example(LocalHost host)
    {
        if (host.Deployment.Routes is [var route, ..])
        {
            var prefix = host.Deployment.HttpApis.Count == 1 ? "" : $"{Http.HttpApis.PathPrefix}/{route.ApiId}";
            return Curl(route, prefix);
        }

        return host.Functions is [var function, ..]
            ? $"aws --endpoint-url {{endpoint}} lambda invoke --function-name {function.FunctionName} --payload '{{}}' /dev/stdout"
            : null;
    }

    private static string Curl(HttpApiRouteResource route, string prefix) => route.RouteKey.Split(' ') switch
    {
        ["POST" or "PUT" or "PATCH", var path] =>
            $"curl -i -X {route.RouteKey.Split(' ')[0]} {{endpoint}}{prefix}{path} -H 'content-type: application/json' -d @body.json",
        ["ANY", var path] => $"curl -i {{endpoint}}{prefix}{path}",
        [var method, var path] => $"curl -i -X {method} {{endpoint}}{prefix}{path}",
        _ => $"curl -i {{endpoint}}{prefix}/",
    };
}
