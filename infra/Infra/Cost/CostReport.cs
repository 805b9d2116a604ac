using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>A design that is priced.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="InUse">A month with the readings.</param>
/// <param name="Idle">A month without any.</param>
public sealed record PricedDesign(string Name, Bill InUse, Bill Idle);

/// <summary>What designs cost, side by side.</summary>
/// <param name="Assumptions">How the system is used.</param>
/// <param name="Designs">The one that was asked for first.</param>
/// <param name="Measured">Sizes that were measured on what the functions' own code writes, in words.</param>
/// <param name="ByRequestSize">US dollars that a million readings cost in that one, by the readings that a request has.</param>
public sealed record CostReport(
    CostAssumptions Assumptions, IReadOnlyList<PricedDesign> Designs, IReadOnlyList<string> Measured, IReadOnlyList<(int ReadingsPerRequest, double Dollars)> ByRequestSize)
{
    private const double Million = 1_000_000;

    /// <summary>What belongs together, dearest lines first.</summary>
    public IReadOnlyList<CostSection> Sections
    {
        get
        {
            List<CostSection> perMillion = Assumptions.Readings == 0 ? [] :
            [
                Section("A million readings, by service", design => PerMillion(ChargeBasis.Use, design.InUse.ByService)),
                Section("A million readings, by cause", design => PerMillion(ChargeBasis.Use, design.InUse.ByComponent)),
                Section("Keeping a million readings, each month", design => PerMillion(ChargeBasis.Kept, design.InUse.ByService)),
            ];
            return
            [
                .. perMillion,
                Section("A month without readings, by service", design => design.Idle.ByService(ChargeBasis.Month)),
                Section("A month without readings, by cause", design => design.Idle.ByComponent(ChargeBasis.Month)),
                Section($"A month with {CostText.Number(Assumptions.Readings)} readings, in all", design =>
                [
                    ("the readings", design.InUse.Dollars(ChargeBasis.Use)),
                    ("what is there without them", design.Idle.Dollars(ChargeBasis.Month)),
                    ("metrics that they are counted in", design.InUse.Dollars(ChargeBasis.Month) - design.Idle.Dollars(ChargeBasis.Month)),
                    ("keeping them for the month", design.InUse.Dollars(ChargeBasis.Kept)),
                ]),
            ];
        }
    }

    /// <summary>US dollars for a million readings, without what is there anyway and without keeping them.</summary>
    public double PerMillionReadings(PricedDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        return design.InUse.Dollars(ChargeBasis.Use) / Assumptions.Readings * Million;
    }

    private List<(string Name, double Dollars)> PerMillion(
        ChargeBasis basis, Func<ChargeBasis, IReadOnlyList<(string Name, double Dollars)>> by) =>
        [.. by(basis).Select(line => (line.Name, line.Dollars / Assumptions.Readings * Million))];

    /// <summary>The lines of all designs, in the order of the first one's.</summary>
    private CostSection Section(string title, Func<PricedDesign, IReadOnlyList<(string Name, double Dollars)>> lines)
    {
        var columns = Designs.Select(lines).ToList();
        var names = columns.SelectMany(column => column.Select(line => line.Name)).Distinct();
        return new(
            title,
            [.. names.Select(name => new CostLine(name, [.. columns.Select(column => Find(column, name))]))],
            [.. columns.Select(column => column.Sum(line => line.Dollars))]);

        static double? Find(IReadOnlyList<(string Name, double Dollars)> column, string name) =>
            column.Where(line => line.Name == name).Select(line => (double?)line.Dollars).FirstOrDefault();
    }
}

/// <summary>Lines that add up.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Lines">The dearest first.</param>
/// <param name="Totals">For each design.</param>
public sealed record CostSection(string Title, IReadOnlyList<CostLine> Lines, IReadOnlyList<double> Totals);

/// <summary>One of them.</summary>
/// <param name="Name">Service or cause.</param>
/// <param name="Dollars">For each design; null where it has no such line.</param>
public sealed record CostLine(string Name, IReadOnlyList<double?> Dollars);
