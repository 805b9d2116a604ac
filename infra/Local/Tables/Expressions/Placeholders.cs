using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// A request's <c>ExpressionAttributeNames</c> and <c>ExpressionAttributeValues</c>, and which of them its expressions
/// have used: DynamoDB refuses what is never used.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
/// </summary>
internal sealed class Placeholders
{
    /// <summary>Names' keys may have 255 bytes.</summary>
    private const int MaximumNameKeyBytes = 255;

    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, AttributeValue> _values;
    private readonly HashSet<string> _unused;

    private Placeholders(Dictionary<string, string> names, Dictionary<string, AttributeValue> values)
    {
        _names = names;
        _values = values;
        _unused = [.. names.Keys, .. values.Keys];
    }

    public static Placeholders Read(JsonObject? names, JsonObject? values) => new(ReadNames(names), ReadValues(values));

    public string? Name(string placeholder)
    {
        _unused.Remove(placeholder);
        return _names.GetValueOrDefault(placeholder);
    }

    public AttributeValue? Value(string placeholder)
    {
        _unused.Remove(placeholder);
        return _values.GetValueOrDefault(placeholder);
    }

    /// <summary>To be called after all expressions are read.</summary>
    public void EnsureAllUsed()
    {
        EnsureAllUsed("ExpressionAttributeNames", _names.Keys);
        EnsureAllUsed("ExpressionAttributeValues", _values.Keys);
    }

    private void EnsureAllUsed(string parameter, IEnumerable<string> placeholders)
    {
        var unused = placeholders.Where(_unused.Contains).ToArray();
        if (unused.Length > 0)
        {
            throw TableErrors.Validation(
                $"Value provided in {parameter} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
        }
    }

    private static Dictionary<string, string> ReadNames(JsonObject? json)
    {
        var names = new Dictionary<string, string>();
        foreach (var (key, node) in NonEmpty(json, "ExpressionAttributeNames", '#'))
        {
            if (Encoding.UTF8.GetByteCount(key) > MaximumNameKeyBytes)
            {
                throw TableErrors.Validation(
                    $"ExpressionAttributeNames contains invalid key: key too long; size of key: {Encoding.UTF8.GetByteCount(key)}");
            }

            names[key] = node is JsonValue value && value.TryGetValue<string>(out var name)
                ? name
                : throw TableErrors.Serialization($"ExpressionAttributeNames maps {key} to something that is not a String");
        }

        return names;
    }

    private static Dictionary<string, AttributeValue> ReadValues(JsonObject? json)
    {
        var values = new Dictionary<string, AttributeValue>();
        foreach (var (key, node) in NonEmpty(json, "ExpressionAttributeValues", ':'))
        {
            try
            {
                values[key] = AttributeValueReader.Read(node);
            }
            catch (AwsException invalid) when (invalid.Code.EndsWith("#ValidationException", StringComparison.Ordinal))
            {
                throw TableErrors.Validation(
                    $"ExpressionAttributeValues contains invalid value: {invalid.Message} for key {key}");
            }
        }

        return values;
    }

    private static JsonObject NonEmpty(JsonObject? json, string parameter, char prefix)
    {
        if (json is { Count: 0 })
        {
            throw TableErrors.Validation($"{parameter} must not be empty");
        }

        foreach (var (key, _) in json ?? [])
        {
            if (key.Length < 2 || key[0] != prefix || !key.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw TableErrors.Validation($"{parameter} contains invalid key: Syntax error; key: \"{key}\"");
            }
        }

        return json ?? [];
    }
}
