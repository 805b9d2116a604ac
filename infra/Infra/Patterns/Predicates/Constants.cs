using System.Collections;
using System.Linq.Expressions;
using System.Reflection;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>What in a predicate isn't about the event has its value while the app synthesizes.</summary>
internal static class Constants
{
    public static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        // What a predicate captures is a field of an object that the compiler made.
        MemberExpression { Member: FieldInfo field } captured => field.GetValue(captured.Expression is null ? null : Evaluate(captured.Expression)),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile()(),
    };

    /// <summary>The elements of a list.</summary>
    /// <exception cref="PatternNotSupportedException">Its Contains may compare otherwise than EventBridge.</exception>
    public static IReadOnlyList<object?> EvaluateList(Expression expression)
    {
        var part = CSharpText.Of(expression);
        var value = Evaluate(WithoutSpan(expression));
        var elementType = value?.GetType().GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];
        if (value is not IEnumerable list || elementType is null)
        {
            throw new PatternNotSupportedException(part, "it is no list.", "Write `new[] { … }.Contains(e.X)`.");
        }

        var isPlain = value.GetType() is { IsArray: true } || value is IList || HasDefaultComparer(value, elementType);
        return isPlain
            ? [.. list.Cast<object?>()]
            : throw new PatternNotSupportedException(
                part, "its Contains may compare otherwise than EventBridge.", "Use an array, a list, or a HashSet with the default comparer.");
    }

    /// <summary>The compiler prefers the Contains of spans for an array; what the span is of.</summary>
    public static Expression WithoutSpan(Expression expression) => expression switch
    {
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } => array,
        UnaryExpression { NodeType: ExpressionType.Convert, Method.Name: "op_Implicit" } convert => convert.Operand,
        _ => expression,
    };

    private static bool HasDefaultComparer(object set, Type elementType) =>
        set.GetType() == typeof(HashSet<>).MakeGenericType(elementType)
        && Equals(
            set.GetType().GetProperty(nameof(HashSet<>.Comparer))!.GetValue(set),
            typeof(EqualityComparer<>).MakeGenericType(elementType).GetProperty(nameof(EqualityComparer<>.Default))!.GetValue(null));
}
