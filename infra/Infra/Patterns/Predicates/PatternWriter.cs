using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Writes alternatives as EventBridge has them: nested objects, and <c>$or</c> where there are several.</summary>
internal static class PatternWriter
{
    private const string Or = "$or";

    /// <summary>Adds what the alternatives ask for to a pattern.</summary>
    public static void Write(Alternatives alternatives, JsonObject pattern)
    {
        var all = Join(alternatives.All.Select(alternative => FieldWriter.Fields(alternative)));
        List<Field> shared = [.. all[0].Where(field => all.TrueForAll(fields => fields.Contains(field)))];
        foreach (var field in shared)
        {
            Add(pattern, field.Path, field.ToJson());
        }

        if (all.Count > 1)
        {
            AddOr(pattern, [.. all.Select(fields => fields.Except(shared).ToList())]);
        }
    }

    /// <summary>Alternatives that differ in one field's list are one, with both lists in one.</summary>
    private static List<IReadOnlyList<Field>> Join(IEnumerable<IReadOnlyList<Field>> alternatives)
    {
        var joined = new List<IReadOnlyList<Field>>();
        foreach (var alternative in alternatives)
        {
            var (next, i) = (alternative, 0);
            while (i < joined.Count)
            {
                if (Field.Join(joined[i], next) is { } both)
                {
                    joined.RemoveAt(i);
                    (next, i) = (both, 0);
                }
                else
                {
                    i++;
                }
            }

            joined.Add(next);
        }

        return joined;
    }

    /// <summary>The $or stands as deep as all of its alternatives do.</summary>
    private static void AddOr(JsonObject pattern, List<List<Field>> alternatives)
    {
        var paths = alternatives.SelectMany(fields => fields).Select(field => field.Path).ToList();
        var depth = Enumerable.Range(0, paths.Min(path => path.Count)).TakeWhile(level => paths.TrueForAll(path => path.Count > level + 1 && path[level] == paths[0][level])).Count();
        var objects = new JsonArray();
        foreach (var fields in alternatives)
        {
            var alternative = new JsonObject();
            foreach (var field in fields)
            {
                Add(alternative, field.Path.Skip(depth), field.ToJson());
            }

            objects.Add((JsonNode)alternative);
        }

        if (paths.SelectMany(path => path.Skip(depth)).FirstOrDefault(PatternParser.IsReserved) is { } name)
        {
            throw new PatternNotSupportedException(
                "", $"it takes an $or, in which EventBridge takes '{name}' for an operator.", "Use a rule for each alternative.");
        }

        Add(pattern, paths[0].Take(depth).Append(Or), objects);
    }

    private static void Add(JsonObject root, IEnumerable<string> path, JsonArray values)
    {
        string[] names = [.. path];
        foreach (var name in names.SkipLast(1))
        {
            if (root[name] is not JsonObject child)
            {
                root[name] = child = [];
            }

            root = child;
        }

        root.Add(names[^1], values);
    }
}

/// <summary>A field of a pattern: the way to it, and its list.</summary>
internal sealed record Field(ImmutableList<string> Path, ImmutableList<string> Matchers)
{
    public JsonArray ToJson() => new([.. Matchers.Select(matcher => JsonNode.Parse(matcher))]);

    /// <summary>Both alternatives as one; null when they differ in more than one field's list.</summary>
    public static IReadOnlyList<Field>? Join(IReadOnlyList<Field> left, IReadOnlyList<Field> right)
    {
        Field[] different = [.. left.Where(field => !right.Contains(field))];
        if (left.Count != right.Count || different.Length > 1)
        {
            return null;
        }

        return different is [var one]
            ? right.FirstOrDefault(field => field.Path.SequenceEqual(one.Path)) is { } other
                ? [.. left.Select(field => field == one ? one with { Matchers = [.. one.Matchers.Union(other.Matchers)] } : field)]
                : null
            : left;
    }

    public bool Equals(Field? other) => other is not null && Path.SequenceEqual(other.Path) && Matchers.SequenceEqual(other.Matchers);

    public override int GetHashCode() => HashCode.Combine(string.Join('.', Path), string.Join(',', Matchers));
}
