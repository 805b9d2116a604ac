using System.Linq.Expressions;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>
/// Reads a predicate as alternatives. Negations are carried down to the conditions, because EventBridge can negate those alone.
/// </summary>
internal static class PredicateReader
{
    /// <exception cref="PatternNotSupportedException">EventBridge can't say it, or would understand it differently.</exception>
    public static Meaning Read(Expression expression, Scope scope, bool negated = false)
    {
        if (!scope.IsAbout(expression))
        {
            return Meaning.Of((bool)Constants.Evaluate(expression)! != negated);
        }

        switch (expression)
        {
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                return Read(not.Operand, scope, !negated);
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } both:
                var left = Read(both.Left, scope, negated);
                return (both.NodeType == ExpressionType.AndAlso) != negated
                    ? left.And(Read(both.Right, scope.With(left.KnownIfTrue), negated))
                    : left.Or(Read(both.Right, scope.With(left.KnownIfFalse), negated));
            case BinaryExpression comparison when ComparisonReader.IsComparison(comparison):
                return ComparisonReader.Read(comparison, scope, negated);
            case MethodCallExpression call:
                return CallReader.Read(call, scope, negated);
            case MemberExpression { Member.Name: nameof(Nullable<>.HasValue), Expression: { } nullable } when Nullable.GetUnderlyingType(nullable.Type) is not null:
                return ComparisonReader.IsNull(nullable, scope, !negated);
            case MemberExpression when expression.Type == typeof(bool):
                return ComparisonReader.IsEqual(expression, [true], scope, negated);
            default:
                throw Refusals.NoMember(expression);
        }
    }
}
