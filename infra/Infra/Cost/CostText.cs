using System.Globalization;
using System.Text;

namespace SensorWatch.Infra.Cost;

/// <summary>A <see cref="CostReport"/> as text for people.</summary>
internal static class CostText
{
    private const int NameWidth = 40;
    private const int ColumnWidth = 16;

    /// <summary>A number with commas, as 1,000,000.</summary>
    public static string Number(double number) => number.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>Dollars with four decimals: a request costs millionths.</summary>
    public static string Money(double dollars) => "$" + dollars.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>All of the report.</summary>
    public static string Of(CostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var prices = report.Designs[0].InUse.Prices;
        text.Append(CultureInfo.InvariantCulture, $"{Number(report.Assumptions.Readings)} readings a month, {report.Assumptions.ReadingsPerRequest} in a request; {prices.Region}, prices of {prices.Date:yyyy-MM-dd}, without the free tier\n");
        foreach (var section in report.Sections)
        {
            Append(text, report, section);
        }

        if (report.Assumptions.Readings > 0)
        {
            AppendBySize(text, report);
        }

        AppendFunctions(text, report.Designs[0]);
        AppendList(text, "Measured on what the functions' own code writes", report.Measured);
        AppendAssumptions(text, report.Assumptions);
        foreach (var design in report.Designs.Where(design => design.InUse.Unpriced.Count > 0))
        {
            AppendList(text, $"Not in the price of {design.Name}", design.InUse.Unpriced);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, CostReport report, CostSection section)
    {
        text.Append('\n').Append(section.Title.PadRight(NameWidth)).AppendJoin("", report.Designs.Select(design => design.Name.PadLeft(ColumnWidth))).Append('\n');
        foreach (var line in section.Lines)
        {
            AppendLine(text, line.Name, line.Dollars);
        }

        AppendLine(text, "in all", [.. section.Totals.Select(total => (double?)total)]);
    }

    private static void AppendLine(StringBuilder text, string name, IReadOnlyList<double?> dollars) => text
        .Append("  ").Append(name.PadRight(NameWidth - 2))
        .AppendJoin("", dollars.Select(amount => (amount is { } known ? Money(known) : "-").PadLeft(ColumnWidth)))
        .Append('\n');

    private static void AppendBySize(StringBuilder text, CostReport report)
    {
        text.Append("\nA million readings, by the readings in a request\n");
        foreach (var (readings, dollars) in report.ByRequestSize)
        {
            AppendLine(text, Number(readings), [dollars]);
        }
    }

    private static void AppendFunctions(StringBuilder text, PricedDesign design) => AppendList(
        text,
        $"Functions of {design.Name}: invocations a month, things and milliseconds of each, bytes logged by each",
        [.. design.InUse.Functions.Select(use =>
            $"{use.Component,-18}{use.MemoryMegabytes,5} MB {use.Architecture,-7}{Number(Math.Round(use.Invocations)),14}{use.Things,8:0.0}{use.Milliseconds,8:0.0}{use.LogBytes,8:0}")]);

    private static void AppendAssumptions(StringBuilder text, CostAssumptions assumptions) => AppendList(text, "Assumed, and set by options",
    [
        $"a device sends every {Number(assumptions.PostEverySeconds)} seconds (--post-every-seconds), all of it by HTTP, evenly over the month",
        $"{Number(assumptions.AlertsPerMillion)} critical alerts open and are resolved in a million readings (--alerts-per-million)",
        $"a call of DynamoDB takes {Number(assumptions.DynamoDbMilliseconds)} ms (--dynamodb-ms), of PutEvents {Number(assumptions.PutEventsMilliseconds)} ms (--put-events-ms)",
        $"an invocation takes {Number(assumptions.CpuMilliseconds)} ms of a whole processor (--cpu-ms), and {Number(assumptions.CpuMicrosecondsPerReading)} us more for each reading (--cpu-us-per-reading)",
        $"{Number(100 * assumptions.ColdStartShare)}% of the invocations start an environment (--cold-start-share), in {Number(assumptions.ColdStartMilliseconds)} ms (--cold-start-ms)",
        "sensors are registered, have limits and are waited for; nothing is retried, queried, uploaded or replayed",
        "EventBridge sends each message by itself; Lambda receives and deletes up to ten at a time, and polls each queue 15 times a minute",
    ]);

    private static void AppendList(StringBuilder text, string title, IReadOnlyList<string> lines) =>
        text.Append('\n').Append(title).Append('\n').AppendJoin("", lines.Select(line => $"  {line}\n"));
}
