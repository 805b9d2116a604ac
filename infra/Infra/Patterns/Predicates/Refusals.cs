using System.Linq.Expressions;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Why an expression can't be part of a pattern.</summary>
internal static class Refusals
{
    private static readonly Dictionary<string, (string Reason, string Instead)> Calls = new()
    {
        ["All"] = ("EventBridge looks for one element that is so, and can't ask that all are.", "Ask for one with Any, and look at the others in the handler."),
        ["Count"] = ("EventBridge doesn't count.", "Ask whether there is one: `Any()`, `!Any()`."),
        ["Exists"] = ("only LINQ's own word for it is understood.", "Write `Any(x => …)`."),
        ["First"] = ("EventBridge doesn't know an element's position.", "Ask for any element: `Any(x => …)`."),
        ["Compare"] = ("EventBridge doesn't order texts.", "Compare beginnings: `StartsWith(\"…\", StringComparison.Ordinal)`."),
        ["ToLower"] = ("EventBridge doesn't compute.", "Compare ignoring case: `string.Equals(e.X, \"…\", StringComparison.OrdinalIgnoreCase)`."),
        ["ToUpper"] = ("EventBridge doesn't compute.", "Compare ignoring case: `string.Equals(e.X, \"…\", StringComparison.OrdinalIgnoreCase)`."),
        ["GetValueOrDefault"] = ("EventBridge doesn't compute.", "Compare with null too: `e.X == null || e.X > 3`."),
        ["HasFlag"] = ("EventBridge doesn't take numbers apart.", "Have a bool, or a list of an enum, in the event."),
        ["get_Item"] = ("EventBridge doesn't know an element's position or key.", "Ask for any element: `Any(x => …)`."),
    };

    /// <summary>An expression that is neither a member nor anything that is asked of one.</summary>
    public static PatternNotSupportedException NoMember(Expression expression)
    {
        var part = CSharpText.Of(expression);
        return expression switch
        {
            MethodCallExpression call => Call(call),
            MemberExpression { Member.Name: "Length" or "Count" } or UnaryExpression { NodeType: ExpressionType.ArrayLength } => new(
                part, "EventBridge doesn't count.", "Ask a collection whether there is one: `Any()`; have a text's length in the event."),
            MemberExpression member => new(
                part, $"{member.Member.DeclaringType?.Name}.{member.Member.Name} is not part of the event's JSON.", "Compare a member that is written."),
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } => new(part, Calls["get_Item"].Reason, Calls["get_Item"].Instead),
            BinaryExpression { NodeType: ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr } => new(
                part, "only &&, || and ! combine conditions.", "Write `&&` or `||`."),
            BinaryExpression { NodeType: ExpressionType.Coalesce } => new(
                part, "EventBridge knows no fallback for null.", "Compare with null too: `e.X == null || e.X > 3`."),
            BinaryExpression or UnaryExpression => new(part, "EventBridge doesn't compute.", "Compare the member itself with a constant."),
            ConditionalExpression => new(part, "EventBridge knows no choice.", "Write it with `&&` and `||`."),
            _ => new(part, "that is neither a member of the event nor a condition on one.", "Compare members, such as `e.Alert.Severity`, with constants."),
        };
    }

    public static PatternNotSupportedException Call(MethodCallExpression call)
    {
        var known = Calls.Keys.FirstOrDefault(name => call.Method.Name.StartsWith(name, StringComparison.Ordinal));
        var (reason, instead) = known is null
            ? ("EventBridge has no operator for the call.",
                "Of texts there are StartsWith, EndsWith, Contains, string.Equals and Pattern.Like; of collections Any and Contains.")
            : Calls[known];
        return new(CSharpText.Of(call), reason, instead);
    }
}
