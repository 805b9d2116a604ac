using System.Collections.Immutable;
using System.Linq.Expressions;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>What a part of a predicate may rely on.</summary>
/// <param name="Parameters">Where the predicates' parameters stand.</param>
/// <param name="Known">Identities of places that aren't null here, because what is left of an <c>&amp;&amp;</c> or <c>||</c> says so.</param>
internal sealed record Scope(ImmutableDictionary<ParameterExpression, Place> Parameters, ImmutableHashSet<(string Key, Quantifier? Quantifier)> Known)
{
    public static ImmutableHashSet<(string Key, Quantifier? Quantifier)> Nothing { get; } = [];

    public Scope With(ParameterExpression parameter, Place place) => this with { Parameters = Parameters.SetItem(parameter, place) };

    public Scope With(ImmutableHashSet<(string Key, Quantifier? Quantifier)> known) => this with { Known = Known.Union(known) };

    public bool Knows(Place place) => !place.CanBeNull || Known.Contains(place.Identity);

    /// <summary>Whether an expression asks something of the event; otherwise it is a constant.</summary>
    public bool IsAbout(Expression expression)
    {
        var visitor = new ParameterVisitor(this);
        visitor.Visit(expression);
        return visitor.Found;
    }

    private sealed class ParameterVisitor(Scope scope) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found |= scope.Parameters.ContainsKey(node);
            return node;
        }
    }
}
