using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Local.Hosting;

/// <summary>Event patterns as the templates' library understands them.</summary>
internal static class Patterns
{
    /// <inheritdoc cref="CompilePattern"/>
    public static Func<JsonElement, bool> Compile(JsonObject pattern)
    {
        try
        {
            return EventPattern.Parse(pattern).Matches;
        }
        catch (EventPatternException exception)
        {
            throw new FormatException($"{exception.Reason} at {exception.Path}", exception);
        }
    }
}
