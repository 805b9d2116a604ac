using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>A <see cref="CostReport"/> as JSON for programs: numbers in US dollars, each charge with its quantity.</summary>
internal static class CostJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Of(CostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var prices = report.Designs[0].InUse.Prices;
        return new JsonObject
        {
            ["region"] = prices.Region,
            ["pricesOf"] = prices.Date.ToString("yyyy-MM-dd"),
            ["measured"] = JsonSerializer.SerializeToNode(report.Measured, Json),
            ["assumptions"] = JsonSerializer.SerializeToNode(report.Assumptions, Json),
            ["designs"] = new JsonArray([.. report.Designs.Select(design => Design(report, design))]),
        }.ToJsonString(Json);
    }

    private static JsonObject Design(CostReport report, PricedDesign design) => new()
    {
        ["name"] = design.Name,
        ["perMillionReadings"] = report.Assumptions.Readings == 0 ? null : report.PerMillionReadings(design),
        ["monthWithoutReadings"] = design.Idle.Dollars(ChargeBasis.Month),
        ["functions"] = JsonSerializer.SerializeToNode(design.InUse.Functions, Json),
        ["charges"] = Charges(design.InUse),
        ["chargesWithoutReadings"] = Charges(design.Idle),
        ["unpriced"] = JsonSerializer.SerializeToNode(design.InUse.Unpriced, Json),
    };

    private static JsonArray Charges(Bill bill) => [.. bill.Charges.Select(charge => (JsonNode)new JsonObject
    {
        ["basis"] = JsonNamingPolicy.CamelCase.ConvertName(charge.Basis.ToString()),
        ["service"] = bill.Prices[charge.Item].Service,
        ["cause"] = charge.Component,
        ["item"] = JsonNamingPolicy.CamelCase.ConvertName(charge.Item.ToString()),
        ["unit"] = bill.Prices[charge.Item].Unit,
        ["quantity"] = charge.Quantity,
        ["dollars"] = bill.Dollars(charge),
    })];
}
