using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resolution;

/// <summary>
/// The parameters of a template. Reference:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
/// </summary>
internal sealed class Parameters(StackScope stack, DeploymentSettings settings)
{
    /// <summary>The parameter's value, a list for list types; null when the template has no such parameter.</summary>
    public JsonNode? Find(string name, Location at)
    {
        if (stack.Section("Parameters")?[name] is not JsonObject parameter)
        {
            return null;
        }

        var type = parameter["Type"]?.ToString() ?? "String";
        var value = Given(name) ?? Default(name, type, parameter, at);
        return type is "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal)
            ? new JsonArray([.. value.Split(',', StringSplitOptions.TrimEntries).Select(item => (JsonNode)item)])
            : value;
    }

    private string? Given(string name) =>
        settings.Parameters.GetValueOrDefault($"{stack.StackName}:{name}") ?? settings.Parameters.GetValueOrDefault(name);

    private string Default(string name, string type, JsonObject parameter, Location at)
    {
        // The default of an SSM type is the name of an entry in the Parameter Store: its value is known to the account only.
        if (type.StartsWith("AWS::SSM::Parameter::", StringComparison.Ordinal))
        {
            throw at.Gap($"the parameter '{name}' is looked up in the account's Parameter Store. {HowToGive(name)}");
        }

        return parameter["Default"] is JsonValue value
            ? IntrinsicFunctions.ToText(value)
            : throw at.Gap($"the parameter '{name}' has no default. {HowToGive(name)}");
    }

    private string HowToGive(string name) =>
        $"Give its value: {nameof(DeploymentSettings)}.{nameof(DeploymentSettings.Parameters)}[\"{stack.StackName}:{name}\"].";
}
