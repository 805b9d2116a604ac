using System.Globalization;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Metering;

/// <summary>Prices what was counted.</summary>
/// <param name="usage">What was counted.</param>
/// <param name="deployment">What runs.</param>
/// <param name="forecast">What the app says it should cost; null when it says nothing.</param>
/// <param name="since">The services' clock when counting began.</param>
internal sealed class MeterReader(UsageMeter usage, Deployment deployment, StageForecast? forecast, DateTimeOffset since)
{
    private static readonly PriceList Prices = PriceList.UsEast1;

    /// <summary>What the deployment doesn't change while it runs.</summary>
    private readonly IReadOnlyList<string> _notes = Notes(deployment, forecast);

    /// <summary>The bill so far.</summary>
    public MeterReport Read() => new()
    {
        Since = since,
        Unit = usage.Unit is { } unit ? new(unit.Name, usage.Count) : null,
        Services =
        [
            .. usage.Read()
                .GroupBy(used => Prices[used.Key.Price].Service, (service, items) => new MeterService(
                    service, [.. items.Select(used => Item(used.Key, used.Value)).OrderByDescending(item => item.Amount).ThenBy(item => item.Name, StringComparer.Ordinal)]))
                .OrderByDescending(service => service.Amount)
                .ThenBy(service => service.Service, StringComparer.Ordinal),
        ],
        Forecast = forecast is null
            ? null
            : new(forecast.PerThousand, [.. forecast.Services.Select(service => new MeterForecastService(service.Service, service.PerThousand))]),
        Notes = _notes,
    };

    private static MeterItem Item(UsageItem item, double quantity)
    {
        var price = Prices[item.Price];
        return new(item.Name, quantity, price.Unit, Words(price), quantity * price.ForOne);
    }

    /// <summary><c>$0.20 per million</c>, <c>$0.50 per GB</c></summary>
    private static string Words(Price price)
    {
        var per = price.Per switch
        {
            1 => price.Unit.Split(' ')[0].TrimEnd('s'),
            1000 => "thousand",
            1_000_000 => "million",
            _ => price.Per.ToString("#,0", CultureInfo.InvariantCulture),
        };
        return $"{Dollars(price.Usd)} per {per}";
    }

    private static List<string> Notes(Deployment deployment, StageForecast? forecast)
    {
        var standing = CostModel.PriceStanding(deployment, Prices);
        var month = standing.ByService(ChargeBasis.Month);
        List<string> notes =
        [
            FormattableString.Invariant($"Prices of {Prices.Region}, {Prices.Date:yyyy-MM-dd}, without free tiers."),
            "Every call counts that AWS would bill, an operator's and a test's too; what the console looks at does not.",
            "Functions took the time that they take on this machine: Lambda's GB-seconds on AWS may be more or fewer.",
        ];
        if (month.Count > 0)
        {
            var parts = string.Join(", ", month.Select(service => $"{service.Name} {Dollars(Math.Round(service.Dollars, 2))}"));
            notes.Add(
                $"While it stands it costs {Dollars(Math.Round(standing.Dollars(ChargeBasis.Month), 2))} a month more, whatever arrives: {parts}. "
                + "SQS is for Lambda's pollers, which ask an empty queue 15 times a minute: an estimate, and not in the amounts above.");
        }

        notes.Add("Access logs are estimated by the length of their format.");
        notes.Add("Left out: storage, backups, custom metrics, X-Ray, SMS, reading logs and streams by API, what a message move task does.");
        if (forecast is not null)
        {
            notes.Add("The forecast is for what the unit itself causes, used as the app's own cost model assumes. Schedules, failures, queries and operators come on top.");
        }

        return notes;
    }

    private static string Dollars(double amount) => "$" + amount.ToString("0.00########", CultureInfo.InvariantCulture);
}
