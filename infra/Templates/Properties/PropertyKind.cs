namespace SensorWatch.Templates.Properties;

/// <summary>What a property's value may be.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Element">The kind of a list's items or of a map's values.</param>
/// <param name="TypeName">The type of an object with named properties, within its resource type: <c>RedrivePolicy</c>.</param>
internal sealed record PropertyKind(PropertyForm Form, PropertyKind? Element = null, string? TypeName = null)
{
    /// <summary>The template must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// Reads a kind as the data file writes it: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>json</c>, <c>[KIND]</c> for a list,
    /// <c>{KIND}</c> for a map, <c>KIND|KIND</c> for either, else a type's name; <c>!</c> at the end for what is required.
    /// </summary>
    public static PropertyKind Parse(string text) => text switch
    {
        [.. var kind, '!'] => Parse(kind) with { IsRequired = true },
        ['[', .. var item, ']'] => new(PropertyForm.List, Parse(item)),
        ['{', .. var value, '}'] => new(PropertyForm.Map, Parse(value)),
        "string" => new(PropertyForm.Text),
        "number" => new(PropertyForm.Number),
        "boolean" => new(PropertyForm.Boolean),
        "json" => new(PropertyForm.Json),
        _ when text.Contains('|', StringComparison.Ordinal) => new(PropertyForm.Any),
        _ => new(PropertyForm.Object, TypeName: text),
    };
}

/// <summary>The forms that values have.</summary>
internal enum PropertyForm
{
    Text,
    Number,
    Boolean,

    /// <summary>An object or list of any content, or the text of one.</summary>
    Json,
    List,
    Map,

    /// <summary>With properties of its own.</summary>
    Object,
    Any,
}
