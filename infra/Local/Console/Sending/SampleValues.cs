using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Sending;

/// <summary>
/// Values for placeholders: <c>{i}</c> (1, 2, 3…), <c>{time}</c> (a time of its own for each <c>i</c>), <c>{value}</c> (a number that
/// swings between 5 and 25), <c>{uuid}</c> (a new one each time), and what the app's start commands gave, by name.
/// </summary>
/// <param name="starts">The start commands' values.</param>
/// <param name="timeOf">The time of each number.</param>
internal sealed class SampleValues(IReadOnlyDictionary<string, string> starts, Func<long, DateTimeOffset> timeOf)
{
    /// <summary>So many numbers make one swing of <c>{value}</c>.</summary>
    private const double Period = 200;

    /// <summary>The values for a number.</summary>
    public Func<string, JsonValue?> For(long i) => name => name switch
    {
        "i" => JsonValue.Create(i),
        "time" => JsonValue.Create(ConsoleJson.Format(timeOf(i))),
        "value" => JsonValue.Create(Math.Round(15 + (10 * Math.Sin(2 * Math.PI * i / Period)), 1)),
        "uuid" => JsonValue.Create(Guid.CreateVersion7().ToString()),
        _ => starts.TryGetValue(name, out var value) ? JsonValue.Create(value) : null,
    };
}
