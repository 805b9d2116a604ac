using System.Text.Json.Nodes;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// What is known of an event, a stream's record or a notification before there is one: what may stand at each of its paths.
/// Whether a pattern can match is then a question that templates answer.
/// </summary>
/// <param name="key">Tells shapes apart: the same for the same shape.</param>
/// <param name="at">What may stand at a path, names joined with dots.</param>
internal sealed class EventShape(string key, Func<string, FieldValues> at)
{
    private const string Or = "$or";

    /// <summary>Tells shapes apart.</summary>
    public string Key => key;

    /// <summary>An event of which nothing is known.</summary>
    public static EventShape Any { get; } = new("any event", _ => FieldValues.Anything);

    /// <summary>What a function publishes.</summary>
    /// <param name="published">What its role lets through.</param>
    /// <param name="contracts">The contracts that are known.</param>
    public static EventShape Of(PublishedEvent published, IReadOnlyList<EventType> contracts)
    {
        var isTold = published is { Source: not null, DetailType: not null };
        var contract = isTold
            ? contracts.FirstOrDefault(contract => contract.Source == published.Source && contract.DetailType == published.DetailType)
            : null;
        return new($"{published.Source} {published.DetailType}", path => path switch
        {
            "source" => Texts(published.Source),
            "detail-type" => Texts(published.DetailType),
            _ when path == "detail" || path.StartsWith("detail.", StringComparison.Ordinal) => isTold ? InDetail(contract, path) : FieldValues.Untold,
            _ => FieldValues.Anything,
        });

        static FieldValues Texts(string? pattern) => pattern is null ? FieldValues.Untold : FieldValues.Texts(Glob.Of(pattern));
    }

    /// <summary>An event of which some fields are known, and nothing of the others.</summary>
    public static EventShape With(string key, params IReadOnlyList<(string Path, FieldValues Values)> fields)
    {
        var known = fields.ToDictionary(field => field.Path, field => field.Values);
        return new(key, path => known.GetValueOrDefault(path) ?? FieldValues.Anything);
    }

    /// <summary>The same as a member of something else: an event in the body of a message.</summary>
    public EventShape Within(string member) => new(key, path =>
        path.StartsWith($"{member}.", StringComparison.Ordinal) ? at(path[(member.Length + 1)..]) : FieldValues.Anything);

    /// <summary>Whether there can be an event of this shape that the pattern matches.</summary>
    public bool MayMatch(JsonObject pattern) => MayMatch(pattern, "");

    private bool MayMatch(JsonObject pattern, string parent) => pattern.All(member => (member.Key, member.Value) switch
    {
        (Or, JsonArray alternatives) when IsOr(alternatives) => alternatives.OfType<JsonObject>().Any(alternative => MayMatch(alternative, parent)),
        (var name, JsonArray matchers) => at($"{parent}{name}").MayMatch(matchers),
        (var name, JsonObject below) => MayMatch(below, $"{parent}{name}."),
        _ => true,
    });

    /// <summary>With an operator in one of its objects, it is a field of that name.</summary>
    private static bool IsOr(JsonArray alternatives) => alternatives.Count >= 2
        && alternatives.All(alternative => alternative is JsonObject members && !members.Any(member => PatternOperators.Names.Contains(member.Key)));

    /// <summary>What a contract's schema leaves for a field.</summary>
    private static FieldValues InDetail(EventType? contract, string path)
    {
        if (contract?.Schema?.Find(path) is not { } field)
        {
            return FieldValues.Anything;
        }

        if (field.UnknownName is not null)
        {
            return FieldValues.Absent;
        }

        return field is { IsRequired: true, Schema.Values: { } values } && values.All(value => value.GetValueKind() == System.Text.Json.JsonValueKind.String)
            ? FieldValues.Texts([.. values.Select(value => Glob.Literal(value.GetValue<string>()))])
            : FieldValues.Anything;
    }
}
