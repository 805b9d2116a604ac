using System.Globalization;
using System.Text.Json;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>
/// Tells to which of the messages or records of one call an effect of that call belongs: by the strings that no other one of
/// them has, and that the effect mentions. Numbers and times tell nothing.
/// </summary>
internal sealed class BatchOwners(TracedSteps steps)
{
    /// <summary>Of a larger batch it is not asked: comparing all with all would take too long.</summary>
    private const int MaximumMembers = 100;

    private const int MaximumStrings = 500;
    private const int ShortestString = 6;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly Dictionary<string, IReadOnlyDictionary<string, HashSet<string>>> _batches = [];
    private readonly Dictionary<string, Dictionary<string, string>> _transactions = [];

    /// <summary>The cause of the invocation that the effect belongs to; null when that can't be told.</summary>
    /// <param name="invocation">A call for several messages or records.</param>
    /// <param name="effect">What came of it.</param>
    public string? OwnerOf(string invocation, TracedStep effect)
    {
        var members = MembersOf(invocation);
        return Owner(members, effect) ?? (effect.Transaction is { } transaction ? OwnerOfTransaction(invocation, members, transaction) : null);
    }

    private static string? Owner(IReadOnlyDictionary<string, HashSet<string>> members, TracedStep effect)
    {
        var text = effect.Facts[0].Data?.ToJsonString() + effect.Text;
        List<string> mentioned = [.. members.Where(member => member.Value.Any(own => text.Contains(own, StringComparison.Ordinal))).Select(member => member.Key).Take(2)];
        return mentioned is [var only] ? only : null;
    }

    /// <summary>What changes in one transaction changes for one reason, and one of its items may tell which.</summary>
    private string? OwnerOfTransaction(string invocation, IReadOnlyDictionary<string, HashSet<string>> members, string transaction)
    {
        if (!_transactions.TryGetValue(invocation, out var owners))
        {
            var told = from effect in steps.EffectsOf(invocation)
                       let step = steps.Find(effect)
                       where step?.Transaction is not null
                       let owner = Owner(members, step)
                       where owner is not null
                       select (step.Transaction, owner);
            _transactions[invocation] = owners = told.Distinct().GroupBy(one => one.Transaction!, one => one.owner)
                .Where(group => group.Count() == 1)
                .ToDictionary(group => group.Key, group => group.Single());
        }

        return owners.GetValueOrDefault(transaction);
    }

    /// <summary>The call's causes, each with the strings that it alone has.</summary>
    private IReadOnlyDictionary<string, HashSet<string>> MembersOf(string invocation)
    {
        if (_batches.TryGetValue(invocation, out var known))
        {
            return known;
        }

        var causes = steps.CausesOf(invocation);
        var members = causes.Count > MaximumMembers ? [] : causes.ToDictionary(cause => cause, StringsOf);
        var counts = members.Values.SelectMany(strings => strings).CountBy(text => text).ToDictionary();
        foreach (var strings in members.Values)
        {
            strings.RemoveWhere(text => counts[text] > 1);
        }

        return _batches[invocation] = members;
    }

    /// <summary>The strings in what a message or record carries, and in its cause when it carries the same.</summary>
    private HashSet<string> StringsOf(string id)
    {
        var strings = new HashSet<string>(StringComparer.Ordinal);
        if (StepId.KeyOf(id) is var key && Tells(key))
        {
            strings.Add(key);
        }

        for (var (current, depth) = (id, 0); depth < 3 && steps.Find(current) is { } step; depth++)
        {
            Add(strings, step.Text);
            Add(strings, step.First(FactKind.Changed)?.Data?["keys"]?.ToJsonString());
            if (step.Kind is not ("message" or "event") || steps.CausesOf(current) is not [var cause] || step.Text is not null)
            {
                break;
            }

            current = cause;
        }

        return strings;
    }

    private static void Add(HashSet<string> strings, string? text)
    {
        if (text is null || !text.StartsWith('{'))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Deep);
            Collect(document.RootElement, strings);
        }
        catch (JsonException)
        {
            // A text that only begins like JSON has no strings.
        }
    }

    private static void Collect(JsonElement element, HashSet<string> strings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Collect(member.Value, strings);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, strings);
                }

                break;
            case JsonValueKind.String when strings.Count < MaximumStrings && element.GetString()! is var text && Tells(text):
                strings.Add(text);
                break;
        }
    }

    private static bool Tells(string text) =>
        text.Length >= ShortestString && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && !double.TryParse(text, CultureInfo.InvariantCulture, out _);
}
