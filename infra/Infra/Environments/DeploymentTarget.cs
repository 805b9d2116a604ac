using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Environments;

/// <summary>
/// The account and region that an environment is bound to, from the context key <c>environments</c>:
/// <c>{"prod": {"account": "111122223333", "region": "eu-west-1"}}</c>. Without it, stacks go wherever the credentials of
/// <c>cdk deploy</c> point, and their templates name no account.
/// </summary>
public sealed record DeploymentTarget(string? Account, string? Region)
{
    public const string ContextKey = "environments";

    public static DeploymentTarget Anywhere { get; } = new(null, null);

    /// <summary>Reads the target of one environment.</summary>
    /// <param name="context">The value of <see cref="ContextKey"/>; null when there is none.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <exception cref="ConfigurationException">The value has another shape, or names an unknown environment.</exception>
    public static DeploymentTarget Read(JsonNode? context, string environment)
    {
        if (context is null)
        {
            return Anywhere;
        }

        if (context is not JsonObject targets)
        {
            throw Wrong("an object of environments", context);
        }

        foreach (var (name, _) in targets)
        {
            _ = KnownEnvironments.Named(name);
        }

        return targets[environment] switch
        {
            null => Anywhere,
            JsonObject target => new(
                Text(target, "account", value => value.Length == 12 && value.All(char.IsAsciiDigit), "12 digits"),
                Text(target, "region", value => value.Split('-').Length >= 3, "a region such as eu-west-1")),
            var other => throw Wrong($"an object with account and region for '{environment}'", other),
        };
    }

    private static string? Text(JsonObject target, string key, Func<string, bool> isValid, string expected) => target[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && isValid(text) => text,
        var other => throw Wrong($"{expected} as text for '{key}'", other),
    };

    private static ConfigurationException Wrong(string expected, JsonNode? came) =>
        new($"The context key '{ContextKey}' expects {expected}; it has {came?.ToJsonString() ?? "null"}. See {ProjectFolder.Marker}.");
}
