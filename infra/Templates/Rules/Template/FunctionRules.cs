using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Templates.Properties;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>Whether intrinsic functions are what CloudFormation has.</summary>
internal static partial class FunctionRules
{
    private const string Reference = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html";

    private static readonly string[] Known =
    [
        "Ref", "Condition", "Fn::And", "Fn::Base64", "Fn::Cidr", "Fn::Equals", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs",
        "Fn::GetStackOutput", "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Not", "Fn::Or", "Fn::Select", "Fn::Split",
        "Fn::Sub", "Fn::ToJsonString", "Fn::Transform",
    ];

    public static DesignRule KnownFunctions { get; } = new()
    {
        Id = "template/known-functions",
        Sentence = "Every intrinsic function is one that CloudFormation has.",
        Mend = "Correct the function's name.",
        Source = Reference,
        Check = context => TemplateNodes.Calls(context.Deployment)
            .Where(call => IsMisspelt(call))
            .Select(call => new Finding(call.Path, $"'{call.Name}' is no function of CloudFormation.", Near(call.Name))),
    };

    public static DesignRule KnownAttributes { get; } = new()
    {
        Id = "template/known-attributes",
        Sentence = "Every attribute that is read is one that the resource's type has.",
        Mend = "Correct the attribute's name, or read another.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
        Check = context => TemplateNodes.Calls(context.Deployment).SelectMany(UnknownAttributes).Distinct(),
    };

    /// <summary>An object with such a name in it may be something else, a policy's condition for example: names of functions have colons.</summary>
    private static bool IsMisspelt(TemplateCall call)
    {
        if (Known.Contains(call.Name) || call.Name.StartsWith("Fn::ForEach::", StringComparison.Ordinal))
        {
            return false;
        }

        return call.Name.StartsWith("Fn:", StringComparison.OrdinalIgnoreCase)
            || (call.Name.Contains("::", StringComparison.Ordinal) && Suggestion.Nearest(call.Name, Known) is not null)
            || (call.Name.Equals("Ref", StringComparison.OrdinalIgnoreCase) && call.Argument is JsonValue name && IsResource(call, name.ToString()));
    }

    private static string? Near(string name) => Suggestion.Nearest(name, Known) is { } near ? $"Did you mean '{near}'?" : null;

    private static IEnumerable<Finding> UnknownAttributes(TemplateCall call)
    {
        foreach (var (logicalId, attribute) in AttributesRead(call))
        {
            if (call.Stack.Template.Find("Resources", logicalId, "Type") is JsonValue type
                && ResourceSpecification.AttributesOf(type.ToString()) is { } known
                && !known.Contains(attribute)
                && !Unresolved.IsIn(attribute))
            {
                yield return new(call.Path, $"'{attribute}' is no attribute of {type}, the type of '{logicalId}'.", Suggestion.For(attribute, known));
            }
        }
    }

    private static IEnumerable<(string LogicalId, string Attribute)> AttributesRead(TemplateCall call) => (call.Name, call.Argument) switch
    {
        ("Fn::GetAtt", JsonArray { Count: 2 } pair) when pair[0] is JsonValue id && pair[1] is JsonValue attribute =>
            [(id.ToString(), attribute.ToString())],
        ("Fn::GetAtt", JsonValue text) when text.ToString().Split('.', 2) is [var id, var attribute] => [(id, attribute)],
        ("Fn::Sub", JsonValue text) => InText(text.ToString(), []),
        ("Fn::Sub", JsonArray { Count: 2 } pair) when pair[0] is JsonValue text => InText(text.ToString(), pair[1] as JsonObject ?? []),
        _ => [],
    };

    private static IEnumerable<(string LogicalId, string Attribute)> InText(string text, JsonObject variables) => Placeholder().Matches(text)
        .Select(match => match.Groups["name"].Value.Trim())
        .Where(name => !variables.ContainsKey(name))
        .Select(name => name.Split('.', 2))
        .Where(parts => parts.Length == 2)
        .Select(parts => (parts[0], parts[1]));

    private static bool IsResource(TemplateCall call, string name) =>
        (call.Stack.Template["Resources"] as JsonObject)?.ContainsKey(name) == true;

    [GeneratedRegex(@"\$\{(?<name>[^!${}][^${}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
