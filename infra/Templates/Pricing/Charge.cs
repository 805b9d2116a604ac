namespace SensorWatch.Templates.Pricing;

/// <summary>What a charge grows with.</summary>
public enum ChargeBasis
{
    /// <summary>With what arrives from outside.</summary>
    Use,

    /// <summary>With nothing: it is there each month, whatever arrives.</summary>
    Month,

    /// <summary>With what was stored: each month that what arrived in one month is kept.</summary>
    Kept,
}

/// <summary>A line of the bill.</summary>
/// <param name="Basis">What it grows with.</param>
/// <param name="Component">Who causes it: a handler, or what stands in the template for itself, such as the alarms.</param>
/// <param name="Item">What is charged.</param>
/// <param name="Quantity">How many of the item's units a month, not rounded.</param>
public sealed record Charge(ChargeBasis Basis, string Component, PriceItem Item, double Quantity);

/// <summary>How a function is used by one way: calls, a queue or a stream.</summary>
/// <param name="Component">Its handler.</param>
/// <param name="Invocations">A month.</param>
/// <param name="Things">Requests, messages or records of an invocation, on average.</param>
/// <param name="Milliseconds">Time of an invocation, its share of cold starts included.</param>
/// <param name="MemoryMegabytes">Of the template.</param>
/// <param name="Architecture">Of the template: <c>x86_64</c> or <c>arm64</c>.</param>
/// <param name="LogBytes">What an invocation logs, as CloudWatch counts it.</param>
public sealed record FunctionUse(
    string Component, double Invocations, double Things, double Milliseconds, int MemoryMegabytes, string Architecture, double LogBytes);

/// <summary>What a month costs.</summary>
/// <param name="Prices">The prices.</param>
/// <param name="Charges">One line for each basis, component and item.</param>
/// <param name="Functions">The functions that are used, those with the most invocations first.</param>
/// <param name="Unpriced">What the template or the workload has and the model can't price; empty when it is all there.</param>
public sealed record Bill(
    PriceList Prices, IReadOnlyList<Charge> Charges, IReadOnlyList<FunctionUse> Functions, IReadOnlyList<string> Unpriced)
{
    /// <summary>US dollars of a charge.</summary>
    public double Dollars(Charge charge)
    {
        ArgumentNullException.ThrowIfNull(charge);
        return charge.Quantity * Prices[charge.Item].ForOne;
    }

    /// <summary>US dollars of all charges that grow with the same.</summary>
    public double Dollars(ChargeBasis basis) => Charges.Where(charge => charge.Basis == basis).Sum(Dollars);

    /// <summary>US dollars by service, the dearest first.</summary>
    public IReadOnlyList<(string Name, double Dollars)> ByService(ChargeBasis basis) => By(basis, charge => Prices[charge.Item].Service);

    /// <summary>US dollars by who causes them, the dearest first.</summary>
    public IReadOnlyList<(string Name, double Dollars)> ByComponent(ChargeBasis basis) => By(basis, charge => charge.Component);

    private List<(string Name, double Dollars)> By(ChargeBasis basis, Func<Charge, string> name) =>
    [
        .. Charges.Where(charge => charge.Basis == basis)
            .GroupBy(name, (key, charges) => (Name: key, Dollars: charges.Sum(Dollars)))
            .OrderByDescending(line => line.Dollars)
            .ThenBy(line => line.Name, StringComparer.Ordinal),
    ];
}
