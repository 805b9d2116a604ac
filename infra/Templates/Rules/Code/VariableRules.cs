using SensorWatch.Templates.Packages;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether functions have the environment variables that their handlers read.</summary>
internal static class VariableRules
{
    private const string Page = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html";

    // Read by Lambda, the AWS SDKs, .NET and OpenTelemetry, whatever the handler.
    private static readonly string[] OthersPrefixes = ["AWS_", "DOTNET_", "COMPlus_", "OTEL_", "OPENTELEMETRY_", "_X_AMZN_"];
    private static readonly string[] Others = ["TZ", "LANG", "PATH", "LD_LIBRARY_PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

    private static readonly DesignRule Set = new()
    {
        Id = "code/variables-set",
        Sentence = "Every environment variable that a handler needs is set.",
        Mend = "Set it on the function.",
        Source = Page,
        Check = context => from described in context.Packages.Described
                           from variable in described.Handler?.RequiredVariables ?? []
                           where !described.Function.Environment.ContainsKey(variable)
                           select new Finding(described.Function.Resource, $"{described.Handler!.Name} needs the environment variable {variable}, which is not set."),
    };

    private static readonly DesignRule Read = new()
    {
        Id = "code/variables-read",
        Sentence = "Every environment variable that is set is read.",
        Mend = "Take the variable out, or correct its name.",
        Source = Page,
        Check = context => from described in context.Packages.Described
                           let handler = described.Handler
                           where handler is not null
                           from variable in described.Function.Environment.Keys
                           where !handler.Variables.Contains(variable) && !IsOfOthers(variable)
                           select new Finding(described.Function.Resource, $"The environment variable {variable} is set, but {Reads(handler)}.{Meant(handler, variable)}"),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Set, Read];

    private static string Reads(PackageHandler handler) => handler.Variables.Any()
        ? $"{handler.Name} reads {string.Join(", ", handler.Variables)} only"
        : $"{handler.Name} reads none";

    private static string Meant(PackageHandler handler, string variable) => Suggestion.Question(variable, handler.Variables);

    private static bool IsOfOthers(string variable) =>
        Others.Contains(variable) || OthersPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal));
}
