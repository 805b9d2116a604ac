using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>
/// What clients asked for and what was acknowledged, by ids that stand in the content: <c>event-3-17</c>. A call that was
/// not answered may have been done or not.
/// </summary>
internal sealed partial class Ledger
{
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new();
    private int _last;

    /// <summary>How many calls were acknowledged, deletes among them.</summary>
    public int Count => _acknowledged.Count(call => call.Value);

    /// <summary>How many calls were begun and not answered.</summary>
    public int Unanswered => _acknowledged.Count(call => !call.Value);

    /// <summary>Begins a call.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>Its id.</returns>
    public string Begin(string kind)
    {
        var id = $"{kind}-{Interlocked.Increment(ref _last)}";
        _acknowledged[id] = false;
        return id;
    }

    /// <summary>Begins to delete what a call made.</summary>
    public string BeginDelete(string id)
    {
        _acknowledged[Delete(id)] = false;
        return Delete(id);
    }

    public void Acknowledge(string id) => _acknowledged[id] = true;

    public bool IsAcknowledged(string id) => _acknowledged.GetValueOrDefault(id);

    /// <summary>Somebody asked for it to be deleted, whether or not that was acknowledged.</summary>
    public bool IsDeleteBegun(string id) => _acknowledged.ContainsKey(Delete(id));

    public bool IsDeleteAcknowledged(string id) => IsAcknowledged(Delete(id));

    /// <summary>All ids of a kind, acknowledged or not.</summary>
    public IReadOnlyList<string> Of(string kind) => [.. _acknowledged.Keys.Where(id => id.StartsWith($"{kind}-", StringComparison.Ordinal))];

    /// <summary>The first id in a text; null without one.</summary>
    public static string? IdIn(string text) => Id().Match(text) is { Success: true } match ? match.Value : null;

    private static string Delete(string id) => $"delete of {id}";

    [GeneratedRegex("(event|poison|message|item|object|notice)-[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Id();

    /// <summary>What clients ask for.</summary>
    public static class Kinds
    {
        /// <summary>An event that is kept in a table.</summary>
        public const string Event = "event";

        /// <summary>An event that its function never takes.</summary>
        public const string Poison = "poison";

        /// <summary>A message for a queue that no function reads; clients receive and delete some.</summary>
        public const string Message = "message";

        /// <summary>An item of a table with a stream.</summary>
        public const string Item = "item";

        /// <summary>An object, of which an event tells.</summary>
        public const string Object = "object";

        /// <summary>A message to a topic.</summary>
        public const string Notice = "notice";
    }
}
