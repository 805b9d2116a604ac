using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace SensorWatch.Local.Endpoint;

/// <summary>The members of a request in AWS's Query protocol: <c>Name</c>, <c>Structure.Name</c>, <c>List.member.1.Name</c>.</summary>
public sealed class QueryForm
{
    private readonly IReadOnlyDictionary<string, StringValues> _values;
    private readonly string _prefix;

    /// <param name="values">The form's fields.</param>
    public QueryForm(IReadOnlyDictionary<string, StringValues> values)
        : this(values, "")
    {
    }

    private QueryForm(IReadOnlyDictionary<string, StringValues> values, string prefix) => (_values, _prefix) = (values, prefix);

    /// <summary>A request without members.</summary>
    public static QueryForm Empty { get; } = new(new Dictionary<string, StringValues>());

    /// <summary>A member's text; null when it is absent.</summary>
    public string? Text(string name) => _values.TryGetValue(_prefix + name, out var value) ? value.ToString() : null;

    /// <summary>The structures of a list, counted from 1 without gaps; empty when it is absent.</summary>
    /// <param name="name">With what stands between it and the number: <c>Entries.member</c>, or <c>Attributes.entry</c> of a map.</param>
    public IReadOnlyList<QueryForm> Structures(string name)
    {
        var structures = new List<QueryForm>();
        while (true)
        {
            var prefix = $"{_prefix}{name}.{(structures.Count + 1).ToString(CultureInfo.InvariantCulture)}.";
            if (!_values.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return structures;
            }

            structures.Add(new(_values, prefix));
        }
    }
}
