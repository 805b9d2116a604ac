using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// What an app says in its cloud assembly, beside the templates, about what it should cost: a unit that people understand, how
/// to count it, and a price for each stage. The CDK knows nothing of the file, and leaves it alone.
/// </summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Stages">The price in each stage of the assembly.</param>
public sealed record ForecastFile(ForecastUnit Unit, IReadOnlyList<StageForecast> Stages)
{
    /// <summary>In the folder of <c>manifest.json</c>.</summary>
    public const string FileName = "forecast.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 2,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads an assembly's file; null without one.</summary>
    /// <param name="assemblyDirectory">The cloud assembly.</param>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static ForecastFile? Read(string assemblyDirectory)
    {
        var file = Path.Combine(assemblyDirectory, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ForecastFile>(File.ReadAllText(file), Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{file} is not a forecast: {exception.Message} Synthesize the app again, or delete the file.", exception);
        }
    }

    /// <summary>Writes it into an assembly.</summary>
    public void Write(string assemblyDirectory) => File.WriteAllText(Path.Combine(assemblyDirectory, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>The forecast for a stage, by its name in whatever letters; null without one.</summary>
    public StageForecast? Find(string stage) => Stages.FirstOrDefault(forecast => forecast.Stage.Equals(stage, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What people count an app's use in, and which events carry it.</summary>
/// <param name="Name">In the plural: <c>readings</c>.</param>
/// <param name="Source">The events' source.</param>
/// <param name="DetailType">The events' detail-type.</param>
/// <param name="Path">
/// Members of the detail, with dots between them, that lead to the number in an event, or to an array with an element for each:
/// <c>data.readings</c>.
/// </param>
public sealed record ForecastUnit(string Name, string Source, string DetailType, string Path)
{
    /// <summary>How many of them an event carries; zero for any other event.</summary>
    /// <param name="event">As a bus delivers it.</param>
    public double CountIn(JsonElement @event)
    {
        if (!IsText(@event, "source", Source) || !IsText(@event, "detail-type", DetailType) || !@event.TryGetProperty("detail", out var value))
        {
            return 0;
        }

        foreach (var member in Path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member, out value))
            {
                return 0;
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => value.GetArrayLength(),
            JsonValueKind.Number => value.GetDouble(),
            _ => 0,
        };
    }

    private static bool IsText(JsonElement @event, string member, string text) =>
        @event.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}

/// <summary>What a thousand of the unit should cost in one stage.</summary>
/// <param name="Stage">The stage's id: <c>Dev</c>.</param>
/// <param name="Services">By service, the dearest first.</param>
public sealed record StageForecast(string Stage, IReadOnlyList<ServiceForecast> Services)
{
    /// <summary>US dollars for a thousand of the unit, of all services.</summary>
    [JsonIgnore]
    public double PerThousand => Services.Sum(service => service.PerThousand);
}

/// <summary>A service's part.</summary>
/// <param name="Service">Its name on the bill, as in the price list.</param>
/// <param name="PerThousand">US dollars for a thousand of the unit.</param>
public sealed record ServiceForecast(string Service, double PerThousand);
