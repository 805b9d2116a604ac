using System.Text.RegularExpressions;

namespace SensorWatch.Infra.Tests.ResourceProperties;

/// <summary>
/// The names and kinds of properties in a module of aws-cdk-lib. A generated class validates its properties by their names in
/// JavaScript, and converts them to their names in CloudFormation; the two together tell what a template may have.
/// </summary>
internal static partial class GeneratedResources
{
    private const string RequiredValidator = "cdk().requiredValidator";

    /// <summary>Adds what a module knows to the tables.</summary>
    public static void Read(string source, PropertyTables tables)
    {
        var classes = ResourceClass().Matches(source).ToDictionary(match => match.Groups["class"].Value, match => match.Groups["type"].Value);
        foreach (Match match in TypeName().Matches(source))
        {
            classes[match.Groups["class"].Value] = match.Groups["type"].Value;
        }

        var validators = Validators(source);
        foreach (Match conversion in Conversion().Matches(source))
        {
            var name = conversion.Groups["name"].Value;
            var owner = classes.Keys.Where(candidate => name.StartsWith(candidate, StringComparison.Ordinal)).MaxBy(candidate => candidate.Length);
            if (owner is null)
            {
                continue;
            }

            var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (Match property in Property().Matches(conversion.Groups["body"].Value))
            {
                properties.Add(property.Groups["name"].Value, Kind(validators[name][property.Groups["script"].Value], classes.Keys));
            }

            var isResource = name == $"{owner}Props";
            tables.Types[isResource ? classes[owner] : $"{classes[owner]}.{Short(name, classes.Keys)}"] = properties;
        }

        foreach (var (resourceClass, type) in classes)
        {
            var start = source.IndexOf($"class {resourceClass} extends", StringComparison.Ordinal);
            var end = source.IndexOf("renderProperties(", start, StringComparison.Ordinal);
            var attributes = Attribute().Matches(source[start..end]).Select(match => match.Groups["name"].Value).Distinct();
            tables.Attributes[type] = [.. attributes.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>By the name of the properties' interface: each property's validators.</summary>
    private static Dictionary<string, Dictionary<string, List<string>>> Validators(string source)
    {
        var validators = new Dictionary<string, Dictionary<string, List<string>>>();
        foreach (Match function in Validator().Matches(source))
        {
            var properties = new Dictionary<string, List<string>>();
            foreach (Match call in ValidatorCall().Matches(function.Groups["body"].Value))
            {
                var name = call.Groups["script"].Value;
                (properties.TryGetValue(name, out var list) ? list : properties[name] = []).Add(call.Groups["validator"].Value);
            }

            validators.Add(function.Groups["name"].Value, properties);
        }

        return validators;
    }

    private static string Kind(List<string> validators, IReadOnlyCollection<string> classes)
    {
        var kind = Kind(validators.First(validator => validator != RequiredValidator), classes);
        return validators.Contains(RequiredValidator) ? $"{kind}!" : kind;
    }

    private static string Kind(string validator, IReadOnlyCollection<string> classes) => validator switch
    {
        "cdk().validateString" => "string",
        "cdk().validateNumber" => "number",
        "cdk().validateBoolean" => "boolean",
        "cdk().validateDate" => "string",
        "cdk().validateObject" => "json",
        "cdk().validateCfnTag" => "Tag",
        _ when Inner(validator, "cdk().listValidator(") is { } item => $"[{Kind(item, classes)}]",
        _ when Inner(validator, "cdk().hashValidator(") is { } value => $"{{{Kind(value, classes)}}}",
        _ when Inner(validator, "cdk().unionValidator(") is { } alternatives =>
            string.Join('|', Split(alternatives).Select(alternative => Kind(alternative, classes)).Distinct()),
        _ when validator.EndsWith("Validator", StringComparison.Ordinal) && !validator.Contains('(', StringComparison.Ordinal) =>
            Short(validator[..^"Validator".Length], classes),
        _ => throw new InvalidDataException($"'{validator}' validates a kind of property that is not known."),
    };

    private static string? Inner(string validator, string call) =>
        validator.StartsWith(call, StringComparison.Ordinal) ? validator[call.Length..^1] : null;

    /// <summary>Splits arguments at the commas that are in no parentheses.</summary>
    private static IEnumerable<string> Split(string arguments)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < arguments.Length; i++)
        {
            depth += arguments[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (arguments[i] == ',' && depth == 0)
            {
                yield return arguments[start..i];
                start = i + 1;
            }
        }

        yield return arguments[start..];
    }

    /// <summary><c>CfnBucketRuleProperty</c> is <c>Rule</c>.</summary>
    private static string Short(string name, IReadOnlyCollection<string> classes)
    {
        var owner = classes.Where(candidate => name.StartsWith(candidate, StringComparison.Ordinal)).MaxBy(candidate => candidate.Length) ?? "";
        var rest = name[owner.Length..];
        return rest.EndsWith("Property", StringComparison.Ordinal) ? rest[..^"Property".Length] : rest;
    }

    // Version 2.160 sets the type's name after the class, version 2.276 in it.
    [GeneratedRegex(@"class (?<class>Cfn\w+) extends cdk\(\)\.CfnResource\{static\[JSII_RTTI_SYMBOL_1\]=\{[^}]*\};static CFN_RESOURCE_TYPE_NAME=""(?<type>[\w:]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ResourceClass();

    [GeneratedRegex(@"(?<class>Cfn\w+)\.CFN_RESOURCE_TYPE_NAME=""(?<type>[\w:]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"function convert(?<name>Cfn\w+)ToCloudFormation\(properties\)\{return cdk\(\)\.canInspect\(properties\)\?\(\w+\(properties\)\.assertSuccess\(\),\{(?<body>.*?)\}\):properties\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"(?:^|,)""?(?<name>[^"":,()]+)""?:[^:]*?\(properties\.(?<script>\w+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Property();

    [GeneratedRegex(@"function (?<name>Cfn\w+)Validator\(properties\)\{(?<body>.*?)errors\.wrap\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Validator();

    [GeneratedRegex(@"propertyValidator\(""(?<script>\w+)"",(?<validator>.*?)\)\(properties\.\k<script>\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ValidatorCall();

    [GeneratedRegex(@"getAtt\(""(?<name>[\w.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Attribute();
}
