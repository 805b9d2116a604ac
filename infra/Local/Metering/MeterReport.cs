namespace SensorWatch.Local.Metering;

/// <summary>What a run would have cost on AWS, in US dollars without free tiers: the console's <c>GET api/meter</c>.</summary>
public sealed record MeterReport
{
    /// <summary>The services' clock when counting began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What people count the app's use in; null when the app doesn't say.</summary>
    public MeterUnit? Unit { get; init; }

    /// <summary>Those of which something was used, the dearest first.</summary>
    public required IReadOnlyList<MeterService> Services { get; init; }

    /// <summary>Dollars of all services.</summary>
    public double Total => Services.Sum(service => service.Amount);

    /// <summary>Dollars for a thousand of <see cref="Unit"/>; null without one, or before the first.</summary>
    public double? PerThousand => Unit is { Count: > 0 } unit ? Total / unit.Count * 1000 : null;

    /// <summary>What the app says it should be; null when it says nothing about this stage.</summary>
    public MeterForecast? Forecast { get; init; }

    /// <summary>What is estimated, what is left out, what comes on top.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What people count an app's use in.</summary>
/// <param name="Name">In the plural.</param>
/// <param name="Count">How many there were.</param>
public sealed record MeterUnit(string Name, double Count);

/// <summary>A service on the bill.</summary>
/// <param name="Service">Its name there.</param>
/// <param name="Items">The dearest first.</param>
public sealed record MeterService(string Service, IReadOnlyList<MeterItem> Items)
{
    /// <summary>Dollars of all items.</summary>
    public double Amount => Items.Sum(item => item.Amount);
}

/// <summary>A line of the bill.</summary>
/// <param name="Name">What was used.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Price">For people: <c>$0.20 per million</c>.</param>
/// <param name="Amount">Dollars.</param>
public sealed record MeterItem(string Name, double Quantity, string Unit, string Price, double Amount);

/// <summary>What an app should cost by its own words.</summary>
/// <param name="PerThousand">Dollars for a thousand of the unit.</param>
/// <param name="Services">By service, the dearest first.</param>
public sealed record MeterForecast(double PerThousand, IReadOnlyList<MeterForecastService> Services);

/// <summary>A service's part.</summary>
/// <param name="Service">Its name on the bill.</param>
/// <param name="Amount">Dollars for a thousand of the unit.</param>
public sealed record MeterForecastService(string Service, double Amount);
