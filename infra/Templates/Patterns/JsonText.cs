using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Reads JSON strings that may hold half of a surrogate pair (<c>"\ud800"</c>): valid JSON, which .NET refuses to turn into text.
/// </summary>
internal static class JsonText
{
    /// <summary>The string; null when it isn't valid Unicode.</summary>
    public static string? Read(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The key; null when it isn't valid Unicode.</summary>
    public static string? ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the key is a name, without making a string of it.</summary>
    public static bool NameIs(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
