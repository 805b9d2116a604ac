using System.Text.Json;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>Patterns and events as text.</summary>
internal static class PatternMatch
{
    public static bool Matches(string pattern, string @event) => Matches(EventPattern.Parse(pattern), @event);

    public static bool Matches(EventPattern pattern, string @event)
    {
        using var document = JsonDocument.Parse(@event);
        return pattern.Matches(document.RootElement);
    }

    /// <summary>Whether a field's value matches one of a field's pattern values.</summary>
    public static bool ValueMatches(string patternValues, string eventValue) =>
        Matches($$"""{"a":[{{patternValues}}]}""", $$"""{"a":{{eventValue}}}""");
}
