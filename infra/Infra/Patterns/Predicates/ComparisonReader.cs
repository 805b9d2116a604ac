using System.Linq.Expressions;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>A member compared with a constant.</summary>
internal static class ComparisonReader
{
    private static readonly Dictionary<ExpressionType, (string Symbol, string Mirrored)> Orders = new()
    {
        [ExpressionType.LessThan] = ("<", ">"),
        [ExpressionType.LessThanOrEqual] = ("<=", ">="),
        [ExpressionType.GreaterThan] = (">", "<"),
        [ExpressionType.GreaterThanOrEqual] = (">=", "<="),
    };

    public static bool IsComparison(BinaryExpression expression) =>
        expression.NodeType is ExpressionType.Equal or ExpressionType.NotEqual || Orders.ContainsKey(expression.NodeType);

    public static Meaning Read(BinaryExpression comparison, Scope scope, bool negated)
    {
        var isMirrored = !scope.IsAbout(comparison.Left);
        var (member, other) = isMirrored ? (comparison.Right, comparison.Left) : (comparison.Left, comparison.Right);
        if (scope.IsAbout(other))
        {
            throw new PatternNotSupportedException(
                CSharpText.Of(comparison), "EventBridge compares a member with constants, not with another member.", "Put the result of the comparison into the event.");
        }

        var constant = Constants.Evaluate(other);
        if (Orders.TryGetValue(comparison.NodeType, out var order))
        {
            return IsOrdered(member, isMirrored ? order.Mirrored : order.Symbol, constant, comparison, scope, negated);
        }

        if (constant is not null && comparison.Method is null && !member.Type.IsValueType)
        {
            throw new PatternNotSupportedException(
                CSharpText.Of(comparison), "C# compares references here, and the event has values.", "Compare a text with a text, without a cast.");
        }

        var isNot = negated != (comparison.NodeType == ExpressionType.NotEqual);
        return constant is null ? IsNull(member, scope, isNot) : IsEqual(member, [constant], scope, isNot);
    }

    /// <summary>A member that is null, or not there.</summary>
    public static Meaning IsNull(Expression member, Scope scope, bool negated)
    {
        var use = MemberReader.Read(member, scope);
        if (use.Place.IsObject || use.Place.IsCollection)
        {
            return use.Place.Parent is null
                ? throw Refusals.NoMember(member)
                : Meaning.Of(use, use.Place.Presence(PresenceStates.Null), negated);
        }

        var all = ScalarDomain.AllOf(use.Place);
        return Meaning.Of(use, new ScalarValues(hasNull: true, use.Place.CanBeNull, all.Not(use.Place.Text)), negated);
    }

    /// <summary>A member that is one of some constants, of which null may be one.</summary>
    public static Meaning IsEqual(Expression member, IReadOnlyList<object?> constants, Scope scope, bool negated) =>
        IsEqual(MemberReader.Read(member, scope), constants, CSharpText.Of(member), negated);

    public static Meaning IsEqual(MemberUse use, IReadOnlyList<object?> constants, string part, bool negated)
    {
        var domain = ScalarDomain.Of(use.Place);
        var values = constants.OfType<object>().Aggregate(
            domain.All.Not(part), (all, constant) => all.Or(domain.One(Typed(use.Place, constant, part))));
        return Meaning.Of(use, new ScalarValues(constants.Contains(null), use.Place.CanBeNull, values), negated);
    }

    private static Meaning IsOrdered(
        Expression member, string comparison, object? constant, BinaryExpression expression, Scope scope, bool negated)
    {
        var use = MemberReader.Read(member, scope);
        var part = CSharpText.Of(expression);
        if (ScalarDomain.Of(use.Place).All is not NumberSet)
        {
            throw new PatternNotSupportedException(
                part, $"EventBridge orders numbers alone, and a {use.Place.Type.Name} is no number in JSON.", "List the values: `new[] { … }.Contains(e.X)`.");
        }

        var type = use.Place.Type.IsEnum ? Enum.GetUnderlyingType(use.Place.Type) : use.Place.Type;
        return constant is null
            ? throw new PatternNotSupportedException(part, "nothing is greater or less than null, in C# neither.", "Compare with a number.")
            : Meaning.Of(
                use,
                new ScalarValues(
                    hasNull: false, use.Place.CanBeNull, NumberSet.Compare(NumberDomain.Of(type)!, comparison, NumberDomain.Read(constant, part))),
                negated);
    }

    /// <summary>The compiler compares enums as their numbers.</summary>
    private static object Typed(Place place, object constant, string part)
    {
        if (place.Type.IsEnum)
        {
            return constant.GetType() == place.Type || NumberDomain.Of(constant.GetType()) is not null
                ? Enum.ToObject(place.Type, constant)
                : throw Other(place, constant, part);
        }

        var isNumber = NumberDomain.Of(place.Type) is not null;
        return isNumber && NumberDomain.Of(constant.GetType()) is not null || constant.GetType() == place.Type
            ? constant
            : throw Other(place, constant, part);
    }

    private static PatternNotSupportedException Other(Place place, object constant, string part) => new(
        part, $"it is a {place.Type.Name}, and is compared with a {constant.GetType().Name}.", "Compare with a constant of the member's own type.");
}
