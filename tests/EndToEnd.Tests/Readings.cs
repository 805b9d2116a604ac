using System.Globalization;
using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>Readings as the HTTP API takes and gives them.</summary>
internal static class Readings
{
    private static readonly TimeSpan SeattleOffset = TimeSpan.FromHours(-8);

    /// <summary>The temperatures of Data/seattle-temperature.csv.</summary>
    public static IReadOnlyList<(DateTimeOffset Time, double Value)> Seattle { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "seattle-temperature.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => (
                new DateTimeOffset(DateTime.Parse(cells[0], CultureInfo.InvariantCulture), SeattleOffset).ToUniversalTime(),
                double.Parse(cells[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>A body for <c>POST /readings</c>.</summary>
    public static string Body(string sensorId, IEnumerable<(DateTimeOffset Time, double Value)> readings) => new JsonObject
    {
        ["sensorId"] = sensorId,
        ["unit"] = "Cel",
        ["readings"] = new JsonArray([.. readings.Select(r => new JsonObject { ["time"] = r.Time.ToString("O"), ["value"] = r.Value })]),
    }.ToJsonString();

    /// <summary>All readings of a sensor since 2000, page by page.</summary>
    public static async Task<List<(DateTimeOffset Time, double Value)>> AllReadingsAsync(this RunningSystem system, string sensorId)
    {
        var readings = new List<(DateTimeOffset Time, double Value)>();
        for (var path = $"/sensors/{sensorId}/readings?from=2000-01-01T00:00:00Z&limit=400"; path is not null;)
        {
            var page = await system.GetAsync(path);
            readings.AddRange(page["readings"]!.AsArray().Select(r => (r!["time"]!.GetValue<DateTimeOffset>(), r["value"]!.GetValue<double>())));
            path = page["next"]?.GetValue<string>();
        }

        return readings;
    }
}
