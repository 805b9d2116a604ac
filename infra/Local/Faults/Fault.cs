using System.Globalization;

namespace SensorWatch.Local.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>It comes later.</summary>
    Delay,

    /// <summary>It fails: a function with an error of its own, a service with an internal error (HTTP 500).</summary>
    Error,

    /// <summary>The function's process is killed, when it has begun with the invocation.</summary>
    Crash,

    /// <summary>It is turned away for now: a function with 429, a service with its own throttling error.</summary>
    Throttle,

    /// <summary>It comes twice.</summary>
    Duplicate,

    /// <summary>The messages of a batch come in another order.</summary>
    Reorder,
}

/// <summary>
/// A fault on demand: <c>TARGET:KIND[:RATE][:seed=N][:ms=N]</c>, such as <c>StoreReadings:error:0.01:seed=7</c>.
/// </summary>
/// <param name="Target">A function, an edge <c>FROM->FUNCTION</c> from a queue, stream or API, an edge <c>RULE->TARGET</c> from a rule or schedule, or calls <c>FUNCTION->SERVICE[:OPERATION]</c>; <c>*</c> for any function.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Rate">How often, 0 to 1: in that part of the cases.</param>
/// <param name="Seed">Two runs with the same seed have it in the same cases, by their number.</param>
/// <param name="Delay">How much later; of <see cref="FaultKind.Delay"/> only.</param>
public sealed record Fault(string Target, FaultKind Kind, double Rate, int Seed, TimeSpan Delay)
{
    private const string Form = "A fault is written TARGET:KIND[:RATE][:seed=N][:ms=N], such as StoreReadings:error:0.01:seed=7";
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Reads a fault.</summary>
    /// <exception cref="FormatException">It is none; the message says what was expected and what came.</exception>
    public static Fault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', StringSplitOptions.TrimEntries).ToList();

        // A service's operation has a colon of its own: Work->dynamodb:PutItem:error.
        var at = parts.FindIndex(1, part => TryKind(part, out _));
        if (at < 0 || parts[0].Length == 0)
        {
            throw new FormatException($"{Form}; the kinds are {string.Join(", ", Enum.GetNames<FaultKind>()).ToLowerInvariant()}. '{text}' came.");
        }

        TryKind(parts[at], out var kind);
        var fault = new Fault(string.Join(':', parts.Take(at)), kind, 1, 0, kind == FaultKind.Delay ? DefaultDelay : TimeSpan.Zero);
        return parts.Skip(at + 1).Aggregate(fault, (read, part) => With(read, part, text));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Target}:{Kind.ToString().ToLowerInvariant()}:{Rate}:seed={Seed}{(Kind == FaultKind.Delay ? $":ms={Delay.TotalMilliseconds}" : "")}");

    private static Fault With(Fault fault, string part, string text) => part.Split('=') switch
    {
        ["seed", var value] when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => fault with { Seed = seed },
        ["ms", var value] when fault.Kind == FaultKind.Delay && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) =>
            fault with { Delay = TimeSpan.FromMilliseconds(milliseconds) },
        [var value] when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 => fault with { Rate = rate },
        _ => throw new FormatException($"{Form}; a rate is 0 to 1, seed and ms are whole numbers, and only a delay has ms. '{part}' came in '{text}'."),
    };

    private static bool TryKind(string text, out FaultKind kind) =>
        Enum.TryParse(text, ignoreCase: true, out kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(text.FirstOrDefault());
}
