using System.Linq.Expressions;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Elements of a list of constants, and of a collection in the event.</summary>
internal static class CollectionReader
{
    /// <summary><c>Any</c> and <c>Contains</c>, as a method of the collection or of LINQ's.</summary>
    public static Meaning Read(MethodCallExpression call, Scope scope, bool negated)
    {
        Expression[] arguments = call.Object is null ? [.. call.Arguments] : [call.Object, .. call.Arguments];
        if (arguments is [.., ConstantExpression { Value: null }] && call.Method.DeclaringType == typeof(MemoryExtensions))
        {
            // No comparer: the default one.
            arguments = arguments[..^1];
        }

        arguments[0] = Constants.WithoutSpan(arguments[0]);
        return (call.Method.Name, arguments) switch
        {
            (nameof(Enumerable.Contains), [var list, var member]) when !scope.IsAbout(list) =>
                ComparisonReader.IsEqual(member, Constants.EvaluateList(list), scope, negated),
            (nameof(Enumerable.Contains), [var collection, var constant]) when !scope.IsAbout(constant) =>
                Contains(call, Collection(collection, scope), Constants.Evaluate(constant), negated),
            (nameof(Enumerable.Any), [var collection]) => IsNotEmpty(Collection(collection, scope), negated),
            (nameof(Enumerable.Any), [var collection, LambdaExpression condition]) =>
                Any(call, Collection(collection, scope), condition, scope, negated),
            _ => throw Refusals.Call(call),
        };
    }

    private static MemberUse Collection(Expression collection, Scope scope)
    {
        var use = MemberReader.ReadKnown(collection, scope);
        if (!use.Place.IsCollection)
        {
            throw new PatternNotSupportedException(use.Place.Text, "it is no collection in the event's JSON.", "Ask Any and Contains of a list of the event.");
        }

        return use.Place is { CanBeNull: true, WritesNull: true }
            ? throw new PatternNotSupportedException(
                use.Place.Text, "its contract writes null for a missing collection, which EventBridge takes for an element.",
                "Leave nulls out: JsonIgnoreCondition.WhenWritingNull.")
            : use;
    }

    private static Meaning IsNotEmpty(MemberUse collection, bool negated) =>
        Meaning.Of(collection, collection.Place.Presence(PresenceStates.Present), negated);

    private static Meaning Contains(MethodCallExpression call, MemberUse collection, object? constant, bool negated)
    {
        RequirePositive(call, negated);
        return ComparisonReader.IsEqual(new(collection.Place.Element(collection.Place.Text), IsKnown: false), [constant], CSharpText.Of(call), negated: false);
    }

    private static Meaning Any(MethodCallExpression call, MemberUse collection, LambdaExpression condition, Scope scope, bool negated)
    {
        RequirePositive(call, negated);
        var element = collection.Place.Element(condition.Parameters[0].Name ?? "element");
        if (element.IsCollection)
        {
            throw new PatternNotSupportedException(
                CSharpText.Of(call), "EventBridge takes the elements of nested collections for elements of one.", "Have a list of objects in the event.");
        }

        // What is known of an element isn't known of the next.
        var found = PredicateReader.Read(condition.Body, scope.With(condition.Parameters[0], element));
        return IsNotEmpty(collection, negated: false) with
        {
            Alternatives = IsNotEmpty(collection, negated: false).Alternatives.And(found.Alternatives),
            KnownIfFalse = Scope.Nothing,
        };
    }

    private static void RequirePositive(MethodCallExpression call, bool negated)
    {
        if (negated)
        {
            throw new PatternNotSupportedException(
                $"!{CSharpText.Of(call)}",
                "EventBridge finds an element that is so, or one that isn't, but can't ask that none is.",
                "Ask for one that isn't, `Any(x => x != …)`, or for no element at all, `!Any()`.");
        }
    }
}
