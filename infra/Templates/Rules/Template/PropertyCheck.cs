using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Properties;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>Holds a resource's properties against what its type has. Of types that are not known there is nothing to say.</summary>
internal sealed class PropertyCheck
{
    private readonly string _type;
    private readonly List<PropertyFault> _faults = [];

    private PropertyCheck(string type) => _type = type;

    public static IReadOnlyList<PropertyFault> Of(Resource resource)
    {
        var check = new PropertyCheck(resource.Type);
        if (ResourceSpecification.PropertiesOf(resource.Type) is { } known)
        {
            check.CheckMembers(resource.Properties, known, "", "");
        }

        return check._faults;
    }

    /// <param name="members">The properties.</param>
    /// <param name="known">Those that there are.</param>
    /// <param name="path">Of the object, with a dot at the end; empty for the resource itself.</param>
    /// <param name="generalPath">The same with <c>[]</c> for every index, as the limits have it.</param>
    private void CheckMembers(JsonObject members, IReadOnlyDictionary<string, PropertyKind> known, string path, string generalPath)
    {
        // What a transform or a loop adds is not known here.
        if (members.Any(member => member.Key.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var (name, value) in members)
        {
            if (known.TryGetValue(name, out var kind))
            {
                CheckValue(value, kind, path + name, generalPath + name);
            }
            else
            {
                var where = path.Length == 0 ? _type : $"{path.TrimEnd('.')} of {_type}";
                _faults.Add(new(PropertyFaultKind.UnknownName, $"'{name}' is no property of {where}.", Suggestion.For(name, known.Keys)));
            }
        }

        foreach (var (name, _) in known.Where(property => property.Value.IsRequired && !members.ContainsKey(property.Key)))
        {
            _faults.Add(new(PropertyFaultKind.Missing, $"{path}{name} is missing, which {_type} requires."));
        }
    }

    private void CheckValue(JsonNode? value, PropertyKind kind, string path, string generalPath)
    {
        switch (value)
        {
            case null:
                _faults.Add(new(PropertyFaultKind.WrongKind, $"{path} is null, which no template may have.", "Leave the property out, or give it a value."));
                break;
            case JsonValue text when text.TryGetValue<string>(out var unresolved) && Unresolved.IsIn(unresolved):
                break;
            case JsonObject members when kind.Form == PropertyForm.Object:
                if (ResourceSpecification.PropertiesOf(_type, kind.TypeName!) is { } known)
                {
                    CheckMembers(members, known, $"{path}.", $"{generalPath}.");
                }

                break;
            case JsonObject map when kind.Form == PropertyForm.Map:
                foreach (var (name, member) in map)
                {
                    CheckValue(member, kind.Element!, $"{path}.{name}", $"{generalPath}.{name}");
                }

                break;
            case JsonArray list when kind.Form == PropertyForm.List:
                for (var i = 0; i < list.Count; i++)
                {
                    CheckValue(list[i], kind.Element!, $"{path}[{i}]", $"{generalPath}[]");
                }

                break;
            default:
                CheckScalar(value, kind, path, generalPath);
                break;
        }
    }

    private void CheckScalar(JsonNode value, PropertyKind kind, string path, string generalPath)
    {
        if (kind.Form == PropertyForm.Json && HoldsNull(value))
        {
            _faults.Add(new(PropertyFaultKind.WrongKind, $"{path} holds null, which no template may have.", "Leave the member out, or give it a value."));
        }
        else if (!Fits(value, kind))
        {
            _faults.Add(new(PropertyFaultKind.WrongKind, $"{path} is {Describe(value)}, but {Expected(kind)} is expected."));
        }
        else if (PropertyLimits.Of(_type, generalPath) is { } limit && value is JsonValue scalar && limit.Refusal(Text(scalar)) is { } refusal)
        {
            _faults.Add(new(PropertyFaultKind.OutOfRange, $"{path} is {Describe(value)}, but {refusal}.", limit.Suggestion(Text(scalar))));
        }
    }

    /// <summary>As tolerant as CloudFormation, which takes a number for its text and a text for its number.</summary>
    private static bool Fits(JsonNode value, PropertyKind kind) => kind.Form switch
    {
        PropertyForm.Any => true,
        PropertyForm.Text => value is JsonValue,
        PropertyForm.Number => value is JsonValue number
            && double.TryParse(Text(number), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && double.IsFinite(read),
        PropertyForm.Boolean => value is JsonValue boolean && bool.TryParse(Text(boolean), out _),
        PropertyForm.Json => value.GetValueKind() is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String,
        _ => false,
    };

    private static bool HoldsNull(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.Any(member => HoldsNull(member.Value)),
        JsonArray items => items.Any(HoldsNull),
        _ => false,
    };

    private static string Text(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static string Describe(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{value.GetValue<string>()}'",
        _ => value.ToJsonString(),
    };

    private static string Expected(PropertyKind kind) => kind.Form switch
    {
        PropertyForm.Text => "a string",
        PropertyForm.Number => "a number",
        PropertyForm.Boolean => "true or false",
        PropertyForm.List => "a list",
        _ => "an object",
    };
}
