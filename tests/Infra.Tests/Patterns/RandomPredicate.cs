using System.Collections.Immutable;
using System.Linq.Expressions;
using CsCheck;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>A predicate, and the kinds of conditions in it.</summary>
internal sealed record RandomPredicate<T>(Expression<Func<T, bool>> Body, ImmutableList<string> Kinds)
{
    public RandomPredicate<T> Not() => new(Expression.Lambda<Func<T, bool>>(Expression.Not(Body.Body), Body.Parameters), Kinds.Add("!"));

    public RandomPredicate<T> And(RandomPredicate<T> other) => Join(other, Expression.AndAlso, "&&");

    public RandomPredicate<T> Or(RandomPredicate<T> other) => Join(other, Expression.OrElse, "||");

    /// <summary>The predicate on an element, as one on what has the collection.</summary>
    public RandomPredicate<TOwner> Any<TOwner>(Expression<Func<TOwner, IEnumerable<T>>> collection)
    {
        var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [typeof(T)], collection.Body, Body);
        return new(Expression.Lambda<Func<TOwner, bool>>(any, collection.Parameters), Kinds.Add("Any"));
    }

    public override string ToString() => Body.ToString();

    private RandomPredicate<T> Join(RandomPredicate<T> other, Func<Expression, Expression, Expression> join, string kind)
    {
        var right = new Replace(other.Body.Parameters[0], Body.Parameters[0]).Visit(other.Body.Body);
        return new(Expression.Lambda<Func<T, bool>>(join(Body.Body, right), Body.Parameters), Kinds.AddRange(other.Kinds).Add(kind));
    }

    private sealed class Replace(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}

/// <summary>Conditions to make predicates of; the compiler makes their trees, with what they capture.</summary>
internal sealed class Conditions<T>
{
    private readonly List<Gen<RandomPredicate<T>>> _all = [];

    public Gen<RandomPredicate<T>> One => Gen.OneOf([.. _all]);

    public IEnumerable<Gen<RandomPredicate<T>>> Each => _all;

    public Conditions<T> Add<TConstant>(string kind, Gen<TConstant> constants, Func<TConstant, Expression<Func<T, bool>>> condition) =>
        Add(constants.Select(constant => new RandomPredicate<T>(condition(constant), [kind])));

    public Conditions<T> Add(string kind, Expression<Func<T, bool>> condition) => Add(Gen.Const(new RandomPredicate<T>(condition, [kind])));

    public Conditions<T> Add(Gen<RandomPredicate<T>> condition)
    {
        _all.Add(condition);
        return this;
    }

    /// <summary>Conditions joined by &amp;&amp;, || and !, some levels deep.</summary>
    public Gen<RandomPredicate<T>> Joined(int depth) => depth == 0
        ? Gen.Frequency((4, One), (1, One.Select(condition => condition.Not())))
        : Gen.Frequency(
            (2, Joined(depth - 1)),
            (3, Gen.Select(Joined(depth - 1), Joined(depth - 1), (left, right) => left.And(right))),
            (3, Gen.Select(Joined(depth - 1), Joined(depth - 1), (left, right) => left.Or(right))),
            (1, Joined(depth - 1).Select(predicate => predicate.Not())));
}
