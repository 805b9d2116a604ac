using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Pricing;

/// <summary>What one thing costs.</summary>
/// <param name="Service">The service on whose bill it stands.</param>
/// <param name="Usd">US dollars for <see cref="Per"/> units; the first step where AWS gives discounts for more.</param>
/// <param name="Per">How many units that is.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Date">When the price was looked up.</param>
/// <param name="Source">AWS's page that states it.</param>
public sealed record Price(string Service, double Usd, double Per, string Unit, DateOnly Date, string Source)
{
    /// <summary>Dollars for one unit.</summary>
    public double ForOne => Usd / Per;
}

/// <summary>Prices of one region, from a JSON file with date and source for each. The free tier is left out.</summary>
public sealed class PriceList
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly Dictionary<PriceItem, Price> _prices;

    private PriceList(string region, Dictionary<PriceItem, Price> prices)
    {
        Region = region;
        _prices = prices;
    }

    /// <summary>The prices that come with the project: <c>us-east-1.json</c>.</summary>
    public static PriceList UsEast1 => field ??= ReadEmbedded();

    public string Region { get; }

    /// <summary>When the oldest of the prices was looked up.</summary>
    public DateOnly Date => _prices.Values.Min(price => price.Date);

    public IReadOnlyDictionary<PriceItem, Price> Prices => _prices;

    public Price this[PriceItem item] => _prices[item];

    /// <summary>Reads a price file.</summary>
    /// <param name="json">As <c>us-east-1.json</c> has it.</param>
    /// <exception cref="InvalidDataException">It isn't one, or lacks a price.</exception>
    public static PriceList Parse(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<PriceFile>(json, Json) ?? throw new InvalidDataException("Expected a price file; got null.");
            var missing = Enum.GetValues<PriceItem>().Except(file.Prices.Keys).ToList();
            return missing.Count == 0
                ? new(file.Region, file.Prices)
                : throw new InvalidDataException($"The price file has no price for {string.Join(", ", missing)}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a price file with region and prices; {exception.Message}", exception);
        }
    }

    private static PriceList ReadEmbedded()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("us-east-1.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private sealed record PriceFile(string Region, Dictionary<PriceItem, Price> Prices);
}
