using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>An event with a member of every kind that a predicate may meet.</summary>
public sealed record Delivery : IEvent<Delivery>
{
    public static EventContract<Delivery> Contract { get; } = new("tests.shop", nameof(Delivery), version: 1, DeliveryJson.Default.BusEventDelivery);

    public static Delivery Example { get; } = new()
    {
        Name = "",
        Address = new() { City = "", Ip = "" },
        Tags = [],
        Marks = [],
        Weights = [],
        Colors = [],
        Items = [],
    };

    public required string Name { get; init; }

    public string? Note { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Remark { get; init; }

    public Guid Id { get; init; }

    public bool IsUrgent { get; init; }

    public bool? IsChecked { get; init; }

    public byte Level { get; init; }

    public int Count { get; init; }

    public int? Limit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Score { get; init; }

    public long Size { get; init; }

    public ulong? Total { get; init; }

    public double Weight { get; init; }

    public double? Height { get; init; }

    public decimal Price { get; init; }

    public float Ratio { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rare { get; init; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public int Serial { get; init; }

    [JsonIgnore]
    public int Hidden => Count;

    public Color Color { get; init; }

    public Color? Second { get; init; }

    public Mode Mode { get; init; }

    public Rank? Rank { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? Seen { get; init; }

    public required Address Address { get; init; }

    public Address? Billing { get; init; }

    public Extra? Extra { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<string?> Marks { get; init; }

    public IReadOnlyList<int>? Codes { get; init; }

    public required double[] Weights { get; init; }

    public required IReadOnlyList<Color> Colors { get; init; }

    public required IReadOnlyList<Item> Items { get; init; }

    public IReadOnlyList<Item>? Spares { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

public sealed record Address
{
    public required string City { get; init; }

    public string? Street { get; init; }

    [JsonPropertyName("ip-address")]
    public required string Ip { get; init; }
}

/// <summary>Nothing in it is always written.</summary>
public sealed record Extra
{
    public string? Text { get; init; }

    public int? Exists { get; init; }
}

public sealed record Item
{
    public required string Sku { get; init; }

    public int Quantity { get; init; }

    public double? Discount { get; init; }

    public Color Color { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<Part> Parts { get; init; }

    public Address? Origin { get; init; }
}

public sealed record Part
{
    public required string Code { get; init; }

    public int Depth { get; init; }

    public bool IsSpare { get; init; }
}

[JsonConverter(typeof(CamelCaseEnumConverter<Color>))]
public enum Color
{
    Red,
    DarkGreen,
    Blue,
    Grey,
}

/// <summary>Written as text, and values that it doesn't define as numbers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Mode>))]
public enum Mode
{
    Slow,
    Fast,
    Express,
}

/// <summary>Written as a number.</summary>
public enum Rank
{
    Low = 1,
    Middle = 5,
    High = 10,
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(BusEvent<Delivery>))]
public sealed partial class DeliveryJson : JsonSerializerContext;
