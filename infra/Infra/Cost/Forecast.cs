using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Infra.Environments;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>
/// What a thousand readings should cost in each stage of a cloud assembly, for programs that run or deploy it: the prices of the
/// <c>cost</c> command with its own assumptions.
/// </summary>
internal static class Forecast
{
    private const double Thousand = 1000;

    /// <summary>The forecast of an assembly.</summary>
    public static ForecastFile Of(CloudAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var stages = assembly.Stacks.Select(stack => stack.Id.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        var assumptions = new CostAssumptions();
        return new(
            Unit,
            [.. KnownEnvironments.All.Where(environment => stages.Contains(environment.StageId)).Select(environment => Of(assembly, environment.StageId, assumptions))]);
    }

    /// <summary>Readings: the elements of an array in the event that says they were accepted.</summary>
    private static ForecastUnit Unit { get; } = new(
        "readings",
        ReadingsRecorded.Contract.Source,
        ReadingsRecorded.Contract.DetailType,
        string.Join('.', new[] { nameof(Envelope<>.Data), nameof(ReadingsRecorded.Readings) }.Select(JsonNamingPolicy.CamelCase.ConvertName)));

    private static StageForecast Of(CloudAssembly assembly, string stage, CostAssumptions assumptions)
    {
        var bill = CostModel.Price(CostCalculator.Resolve(assembly, stage), SystemWorkload.Of(assumptions), PriceList.UsEast1);
        return new(
            stage,
            [.. bill.ByService(ChargeBasis.Use).Select(service => new ServiceForecast(service.Name, service.Dollars / assumptions.Readings * Thousand))]);
    }
}
