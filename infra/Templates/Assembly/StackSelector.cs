using System.Text.RegularExpressions;

namespace SensorWatch.Templates.Assembly;

/// <summary>Which stacks a selector of the CDK CLI means.</summary>
internal static class StackSelector
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public static bool Selects(string selector, StackArtifact stack)
    {
        var id = selector.TrimEnd('/');
        return stack.Id == id
            || stack.StackName == id
            || stack.Id.StartsWith(id + "/", StringComparison.Ordinal)
            || (id.Contains('*', StringComparison.Ordinal) && Regex.IsMatch(stack.Id, ToExpression(id), RegexOptions.None, Limit));
    }

    private static string ToExpression(string glob) =>
        "^" + Regex.Escape(glob).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$";
}
