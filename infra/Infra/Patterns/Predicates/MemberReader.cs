using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>The way to a member in C#, as the names that it has in JSON.</summary>
internal static class MemberReader
{
    private const JsonNumberHandling NumbersAsText = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowNamedFloatingPointLiterals;

    /// <summary><c>e.Alert.Severity</c> is <c>detail.data.alert.severity</c>.</summary>
    /// <exception cref="PatternNotSupportedException">The expression does something else, or what may be null isn't compared with null before.</exception>
    public static MemberUse Read(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case ParameterExpression parameter when scope.Parameters.TryGetValue(parameter, out var place):
                return new(place, IsKnown: false);
            case MemberExpression { Member: PropertyInfo { Name: nameof(Nullable<>.Value) }, Expression: { } nullable } when Nullable.GetUnderlyingType(nullable.Type) is not null:
                return ReadKnown(nullable, scope);
            case MemberExpression { Member: PropertyInfo property, Expression: { } parent }:
                return new(Member(ReadKnown(parent, scope).Place, property, expression), IsKnown: false);
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert:
                return ReadConverted(convert, scope);
            default:
                throw Refusals.NoMember(expression);
        }
    }

    /// <summary>A member of which something is asked that null doesn't have.</summary>
    public static MemberUse ReadKnown(Expression expression, Scope scope)
    {
        var place = Read(expression, scope).Place;
        return scope.Knows(place)
            ? new(place, IsKnown: true)
            : throw new PatternNotSupportedException(
                place.Text, "it may be null, for which C# would throw and EventBridge just not match.", $"Write `{place.Text} != null && …` before it.");
    }

    /// <summary>A member in another type, in which it is the same.</summary>
    private static MemberUse ReadConverted(UnaryExpression convert, Scope scope)
    {
        var from = Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type;
        var to = Nullable.GetUnderlyingType(convert.Type) ?? convert.Type;
        var number = from.IsEnum ? Enum.GetUnderlyingType(from) : from;
        var isSame = from == to
            || (!from.IsValueType && to.IsAssignableFrom(from))
            || Values.NumberDomain.IsExact(number, to);
        if (!isSame)
        {
            throw new PatternNotSupportedException(
                $"({to.Name}){CSharpText.Of(convert.Operand)}",
                "the cast may change the value, and EventBridge compares the value that is in the event.",
                "Compare the member itself with a constant of its own type.");
        }

        var throwsOnNull = Nullable.GetUnderlyingType(convert.Operand.Type) is not null && convert.Type.IsValueType && Nullable.GetUnderlyingType(convert.Type) is null;
        return throwsOnNull ? ReadKnown(convert.Operand, scope) : Read(convert.Operand, scope);
    }

    private static Place Member(Place parent, PropertyInfo property, Expression expression)
    {
        var text = $"{parent.Text}.{property.Name}";
        if (!parent.IsObject || parent.TypeInfo.Properties.FirstOrDefault(known => IsWritten(known, property)) is not { } json)
        {
            throw Refusals.NoMember(expression);
        }

        var handling = json.NumberHandling ?? parent.TypeInfo.NumberHandling ?? parent.Json.NumberHandling;
        if (json.CustomConverter is not null || (handling & NumbersAsText) != JsonNumberHandling.Strict || json.Name.Contains('.', StringComparison.Ordinal))
        {
            throw new PatternNotSupportedException(
                text, "its contract writes it in a way of its own: by a converter, numbers as text, or under a name with a dot.", "Filter by another member.");
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var ignore = IgnoreCondition(json, parent.Json);
        if (ignore is JsonIgnoreCondition.Always or JsonIgnoreCondition.WhenWriting)
        {
            throw Refusals.NoMember(expression);
        }

        if (ignore == JsonIgnoreCondition.WhenWritingDefault && property.PropertyType.IsValueType && type == property.PropertyType)
        {
            throw new PatternNotSupportedException(
                text, "its contract leaves it out when it has its default value.", "Write it always: [JsonIgnore(Condition = JsonIgnoreCondition.Never)].");
        }

        return new($"{parent.Key}.{json.Name}", parent.Path.Add(json.Name), type, text)
        {
            Json = parent.Json,
            Parent = parent,
            CanBeNull = CanBeNull(json, parent.Json),
            WritesNull = ignore is not (JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault),
            HasNullElements = HasNullElements(property),
            Quantifier = parent.Quantifier,
        };
    }

    /// <summary>Whether the member can be null; of a text or an object, whether its contract lets it.</summary>
    public static bool CanBeNull(JsonPropertyInfo property, JsonSerializerOptions json) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : !json.RespectNullableAnnotations || property.IsGetNullable;

    /// <summary>When the member is left out.</summary>
    public static JsonIgnoreCondition IgnoreCondition(JsonPropertyInfo property, JsonSerializerOptions json) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute attribute, ..]
            ? attribute.Condition
            : json.DefaultIgnoreCondition;

    private static bool IsWritten(JsonPropertyInfo known, PropertyInfo property) =>
        known.AttributeProvider is MemberInfo member && member.Name == property.Name && known.Get is not null;

    private static bool HasNullElements(PropertyInfo property)
    {
        var nullability = new NullabilityInfoContext().Create(property);
        var element = nullability.ElementType ?? nullability.GenericTypeArguments.FirstOrDefault();
        return element is { Type.IsValueType: false, ReadState: not NullabilityState.NotNull };
    }
}
