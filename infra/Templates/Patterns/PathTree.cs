using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Paths as a tree of their keys, with something at each, so that one walk through an event finds all that stands at a path and
/// passes over the rest.
/// </summary>
/// <typeparam name="T">What is at a path.</typeparam>
internal sealed class PathTree<T>
    where T : class, new()
{
    /// <summary>Longer keys than this many bytes become strings on the way.</summary>
    private const int ShortKey = 256;

    private readonly Dictionary<string, PathTree<T>> _children = [];

    /// <summary>What is at this path; null for nothing.</summary>
    public T? Content { get; private set; }

    /// <summary>What is at a path below, made when there is nothing.</summary>
    /// <param name="path">Keys joined with dots.</param>
    public T At(string path)
    {
        var node = this;
        foreach (var key in path.Split('.'))
        {
            if (!node._children.TryGetValue(key, out var child))
            {
                node._children.Add(key, child = new());
            }

            node = child;
        }

        return node.Content ??= new();
    }

    /// <summary>
    /// The node that a property of an event leads to; null for none. A key with dots is as good as nested keys:
    /// <c>{"a.b": 1}</c> is the same as <c>{"a": {"b": 1}}</c>.
    /// </summary>
    public PathTree<T>? Find(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Length > ShortKey || raw.Contains((byte)'\\'))
        {
            return JsonText.ReadName(property) is { } name ? Find(name) : null;
        }

        Span<char> key = stackalloc char[ShortKey];
        return Utf8.ToUtf16(raw, key, out _, out var length, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done
            ? Find(key[..length])
            : null;
    }

    private PathTree<T>? Find(ReadOnlySpan<char> name)
    {
        var node = this;
        foreach (var part in name.Split('.'))
        {
            if (!node._children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[part], out node))
            {
                return null;
            }
        }

        return node;
    }
}
