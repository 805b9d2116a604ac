using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Whether secrets are kept where few can read them.</summary>
internal static class SecretRules
{
    private const string SecretReference = "{{resolve:secretsmanager:";

    private static readonly DesignRule Environment = new()
    {
        Id = "operations/no-secret-in-environment",
        Sentence = "No environment variable of a function holds a secret: whoever may look at the function can read it.",
        Mend = "Keep it in Secrets Manager or a SecureString parameter, and let the function fetch it: the variable holds its name.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
        Check = context =>
        {
            var names = context.Deployment.Resources.SelectMany(resource => resource.Attributes.Values.Append(resource.Name).Append(resource.PhysicalId)).ToHashSet();
            return from function in context.Deployment.OfType(FunctionResource.Type)
                   from variable in function.Node("Environment.Variables") as JsonObject ?? []
                   let fault = variable.Value is JsonValue value ? Fault(variable.Key, value.ToString(), names) : null
                   where fault is not null
                   select new Finding(function, fault);
        },
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Environment];

    /// <summary>The value itself is never told: messages end in logs.</summary>
    private static string? Fault(string variable, string value, HashSet<string> names) =>
        value.Contains(SecretReference, StringComparison.Ordinal)
            ? $"The environment variable {variable} gets a secret's value when the stack is deployed, and keeps it in plain text."
        : SecretText.KindOf(value) is { } kind ? $"The environment variable {variable} holds {kind}."
        : SecretText.IsName(variable) && SecretText.CanBe(value) && !value.IsUnresolved() && !names.Contains(value)
            ? $"The environment variable {variable} holds a text, by its name a secret."
        : null;
}
