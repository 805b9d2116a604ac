namespace SensorWatch.Templates.Pricing;

/// <summary>Collects charges: those of the same basis, component and item become one line.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<(ChargeBasis Basis, string Component, PriceItem Item), double> _quantities = [];
    private readonly List<FunctionUse> _functions = [];
    private readonly SortedSet<string> _unpriced = new(StringComparer.Ordinal);

    public void Add(ChargeBasis basis, string component, PriceItem item, double quantity)
    {
        if (quantity > 0)
        {
            _quantities[(basis, component, item)] = _quantities.GetValueOrDefault((basis, component, item)) + quantity;
        }
    }

    public void Add(FunctionUse use) => _functions.Add(use);

    /// <summary>Says what could not be priced.</summary>
    public void Note(string unpriced) => _unpriced.Add(unpriced);

    public Bill ToBill(PriceList prices) => new(
        prices,
        [.. _quantities
            .OrderBy(line => line.Key.Basis)
            .ThenBy(line => line.Key.Component, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Item)
            .Select(line => new Charge(line.Key.Basis, line.Key.Component, line.Key.Item, line.Value))],
        [.. _functions.OrderByDescending(use => use.Invocations).ThenBy(use => use.Component, StringComparer.Ordinal)],
        [.. _unpriced]);
}
