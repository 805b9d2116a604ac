using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>Which rules ask for what at one path of an event.</summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<ValueKeyKind, Dictionary<string, List<int>>> _rules = [];

    /// <summary>The lengths that prefixes and suffixes have, ascending.</summary>
    private readonly Dictionary<ValueKeyKind, SortedSet<int>> _lengths = [];

    public void Add(ValueKey key, int rule)
    {
        if (!_rules.TryGetValue(key.Kind, out var byText))
        {
            _rules.Add(key.Kind, byText = []);
        }

        if (!byText.TryGetValue(key.Text, out var rules))
        {
            byText.Add(key.Text, rules = []);
        }

        rules.Add(rule);
        if (key.Kind is ValueKeyKind.Prefix or ValueKeyKind.Suffix)
        {
            if (!_lengths.TryGetValue(key.Kind, out var lengths))
            {
                _lengths.Add(key.Kind, lengths = []);
            }

            lengths.Add(key.Text.Length);
        }
    }

    /// <summary>Adds the rules that may match a leaf here.</summary>
    public void FindFor(JsonElement leaf, List<int> found)
    {
        Find(ValueKeyKind.Any, "", found);
        if (leaf.ValueKind != JsonValueKind.String)
        {
            if (_rules.ContainsKey(ValueKeyKind.Literal))
            {
                Find(ValueKeyKind.Literal, ValueKey.LiteralOf(leaf), found);
            }

            return;
        }

        if (JsonText.Read(leaf) is not { } text)
        {
            return;
        }

        Find(ValueKeyKind.Text, text, found);
        if (_rules.ContainsKey(ValueKeyKind.Address) && IpAddress.Read(text) is { } address)
        {
            Find(ValueKeyKind.Address, address.ToString(), found);
        }

        foreach (var (kind, lengths) in _lengths)
        {
            foreach (var length in lengths.TakeWhile(length => length <= text.Length))
            {
                Find(kind, kind == ValueKeyKind.Prefix ? text.AsSpan(0, length) : text.AsSpan(text.Length - length), found);
            }
        }
    }

    private void Find(ValueKeyKind kind, ReadOnlySpan<char> text, List<int> found)
    {
        if (_rules.TryGetValue(kind, out var byText) && byText.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var rules))
        {
            found.AddRange(rules);
        }
    }
}
