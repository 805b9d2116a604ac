using System.Globalization;
using System.Text.Json;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>The values that a member can have, as EventBridge compares them.</summary>
/// <param name="All">All of them.</param>
/// <param name="One">One of them, of a constant.</param>
internal sealed record ScalarDomain(ValueSet All, Func<object, ValueSet> One)
{
    /// <summary>Types that are one text in JSON, but not the same text whenever C# finds them equal.</summary>
    private static readonly HashSet<Type> Texts =
        [typeof(DateTimeOffset), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(char), typeof(Uri), typeof(Version)];

    /// <exception cref="PatternNotSupportedException">EventBridge compares such values otherwise than C#, or not at all.</exception>
    public static ScalarDomain Of(Place place)
    {
        if (!IsScalar(place) || Texts.Contains(place.Type) || place.Type == typeof(float))
        {
            throw Refuse(place);
        }

        return place.Type.IsEnum ? OfEnum(place) : OfType(place.Type, place.Text)!;
    }

    /// <summary>All values of a member that is compared with null alone: those of a time too, if it just isn't there when it is null.</summary>
    public static ValueSet AllOf(Place place) => Texts.Contains(place.Type) && !place.WritesNull ? TextSet.All : Of(place).All;

    /// <summary>Whether it is always one text, number or truth value in JSON.</summary>
    public static bool IsScalar(Place place) =>
        Texts.Contains(place.Type)
        || ((place.Type.IsEnum || place.Type == typeof(float) || OfType(place.Type, "") is not null)
            && place.TypeInfo.Converter.GetType().Assembly == typeof(JsonSerializer).Assembly);

    private static ScalarDomain? OfType(Type type, string part) =>
        type == typeof(string) ? new(TextSet.All, value => TextSet.Of(TextOperator.Equals, TextConstant.Read(value, part)))
        : type == typeof(Guid) ? new(TextSet.All, value => TextSet.Of(TextOperator.Equals, ((Guid)value).ToString("D")))
        : type == typeof(bool) ? OfChoice(ChoiceDomain.Boolean, value => (bool)value ? "true" : "false")
        : NumberDomain.Of(type) is { } numbers ? new(NumberSet.All(numbers), value => NumberSet.Of(numbers, [NumberDomain.Read(value, part)]))
        : null;

    private static ScalarDomain OfEnum(Place place)
    {
        string[] values = [.. Enum.GetValuesAsUnderlyingType(place.Type).Cast<object>().Select(value => Write(place, value)).Distinct()];
        if (values is not [var first, ..] || !first.StartsWith('"'))
        {
            var underlying = Enum.GetUnderlyingType(place.Type);
            var numbers = OfType(underlying, place.Text)!;
            return new(numbers.All, value => numbers.One(Convert.ChangeType(value, underlying, CultureInfo.InvariantCulture)));
        }

        return place.Type.IsDefined(typeof(FlagsAttribute), inherit: false)
            ? throw new PatternNotSupportedException(
                place.Text, "several values of its enum are written as one text.", "Have a list of them in the event, and ask with Contains.")
            : OfChoice(new(values, IsOpen(place)), value => Write(place, value) is var json && values.Contains(json) ? json : throw Undefined(place, value));
    }

    private static ScalarDomain OfChoice(ChoiceDomain domain, Func<object, string> write) => new(
        new ChoiceSet(domain, domain.Values.ToHashSet(), others: true),
        value => new ChoiceSet(domain, new HashSet<string> { write(value) }, others: false));

    private static string Write(Place place, object value)
    {
        try
        {
            return JsonSerializer.Serialize(Enum.ToObject(place.Type, value), place.TypeInfo);
        }
        catch (JsonException)
        {
            throw Undefined(place, value);
        }
    }

    private static PatternNotSupportedException Undefined(Place place, object value) => new(
        place.Text, $"{value} is no value that {place.Type.Name} defines.", "Compare with one that it defines.");

    /// <summary>Whether a value that the enum doesn't define is written nevertheless, as its number.</summary>
    private static bool IsOpen(Place place)
    {
        var undefined = Enumerable.Range(0, int.MaxValue).First(number => !Enum.IsDefined(place.Type, Enum.ToObject(place.Type, number)));
        try
        {
            JsonSerializer.Serialize(Enum.ToObject(place.Type, undefined), place.TypeInfo);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static PatternNotSupportedException Refuse(Place place) => place.Type switch
    {
        _ when place.IsCollection => new(place.Text, "it is a collection.", "Ask for an element: `Any(x => …)`, `Contains(…)`."),
        _ when place.IsObject => new(place.Text, "it is an object.", "Compare one of its members, or compare it with null."),
        _ when place.Type == typeof(float) => new(
            place.Text,
            "it is a float, whose JSON has fewer digits than the number that C# compares.",
            "Make the member a double."),
        _ when Texts.Contains(place.Type) => new(
            place.Text,
            $"EventBridge takes a {place.Type.Name} for a text, which has no order, and of which one value may have several.",
            "Compare it with null, compare a number or a text of the event, or look at it in the handler."),
        _ => new(place.Text, $"its contract writes a {place.Type.Name} in a way of its own.", "Filter by another member."),
    };
}
