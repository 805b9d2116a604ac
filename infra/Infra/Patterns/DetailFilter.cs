using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns;

/// <summary>What members of an event must be: paths of JSON names, and for each what EventBridge calls its matchers.</summary>
internal sealed class DetailFilter
{
    private readonly IReadOnlyList<(IReadOnlyList<string> Path, IReadOnlyList<JsonNode?> Matchers)> _members;

    private DetailFilter(IReadOnlyList<(IReadOnlyList<string> Path, IReadOnlyList<JsonNode?> Matchers)> members) => _members = members;

    public static DetailFilter None { get; } = new([]);

    public bool IsEmpty => _members.Count == 0;

    /// <exception cref="ArgumentException">No matchers, or the member is filtered already: EventBridge would take the last.</exception>
    public DetailFilter With(IReadOnlyList<string> path, IReadOnlyList<JsonNode?> matchers)
    {
        var name = string.Join('.', path);
        if (matchers.Count == 0)
        {
            throw new ArgumentException($"Expected at least one value for '{name}'; without one nothing would match.", nameof(matchers));
        }

        return _members.Any(member => member.Path.SequenceEqual(path))
            ? throw new ArgumentException($"'{name}' has values already. Give all of them at once.", nameof(path))
            : new([.. _members, (path, matchers)]);
    }

    public JsonObject ToJson()
    {
        var root = new JsonObject();
        foreach (var (path, matchers) in _members)
        {
            var parent = root;
            foreach (var name in path.SkipLast(1))
            {
                if (parent[name] is not JsonObject child)
                {
                    parent[name] = child = [];
                }

                parent = child;
            }

            parent[path[^1]] = new JsonArray([.. matchers.Select(matcher => matcher?.DeepClone())]);
        }

        return root;
    }
}
