using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Text.RegularExpressions;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Expressions as C# writes them, for messages.</summary>
internal static partial class CSharpText
{
    private static readonly Dictionary<ExpressionType, string> Operators = new()
    {
        [ExpressionType.Equal] = "==",
        [ExpressionType.NotEqual] = "!=",
        [ExpressionType.LessThan] = "<",
        [ExpressionType.LessThanOrEqual] = "<=",
        [ExpressionType.GreaterThan] = ">",
        [ExpressionType.GreaterThanOrEqual] = ">=",
        [ExpressionType.AndAlso] = "&&",
        [ExpressionType.OrElse] = "||",
        [ExpressionType.And] = "&",
        [ExpressionType.Or] = "|",
        [ExpressionType.ExclusiveOr] = "^",
        [ExpressionType.Add] = "+",
        [ExpressionType.Subtract] = "-",
        [ExpressionType.Multiply] = "*",
        [ExpressionType.Divide] = "/",
        [ExpressionType.Modulo] = "%",
        [ExpressionType.Coalesce] = "??",
    };

    /// <summary>The text of a source file, on one line.</summary>
    public static string OnOneLine(string source) => LineBreak().Replace(source, " ");

    public static string Of(Expression expression) => expression switch
    {
        LambdaExpression lambda => $"{Parameters(lambda)} => {Of(lambda.Body)}",
        ParameterExpression parameter => parameter.Name ?? "e",
        ConstantExpression constant => OfValue(constant.Value),
        MemberExpression { Expression: null } member => $"{member.Member.DeclaringType?.Name}.{member.Member.Name}",
        // A captured variable is a field of a class that the compiler made.
        MemberExpression { Expression: ConstantExpression } member => member.Member.Name,
        MemberExpression member => $"{Of(member.Expression)}.{member.Member.Name}",
        UnaryExpression { NodeType: ExpressionType.Not } not => $"!{Parenthesized(not.Operand)}",
        UnaryExpression { NodeType: ExpressionType.Negate } negate => $"-{Parenthesized(negate.Operand)}",
        UnaryExpression { NodeType: ExpressionType.ArrayLength } length => $"{Of(length.Operand)}.Length",
        UnaryExpression unary => Of(unary.Operand),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } index => $"{Of(index.Left)}[{Of(index.Right)}]",
        BinaryExpression binary when Operators.TryGetValue(binary.NodeType, out var symbol) =>
            $"{Operand(binary.Left, binary)} {symbol} {Operand(binary.Right, binary)}",
        ConditionalExpression choice => $"{Of(choice.Test)} ? {Of(choice.IfTrue)} : {Of(choice.IfFalse)}",
        NewArrayExpression array => $"new[] {{ {List(array.Expressions)} }}",
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var converted] } => Of(converted),
        MethodCallExpression { Method.Name: "get_Item", Object: { } indexed } call => $"{Of(indexed)}[{List(call.Arguments)}]",
        MethodCallExpression { Object: { } target } call => $"{Of(target)}.{call.Method.Name}({List(call.Arguments)})",
        MethodCallExpression call when IsExtension(call) => $"{Of(call.Arguments[0])}.{call.Method.Name}({List(call.Arguments.Skip(1))})",
        MethodCallExpression call => $"{call.Method.DeclaringType?.Name.Replace("String", "string", StringComparison.Ordinal)}.{call.Method.Name}({List(call.Arguments)})",
        _ => expression.ToString(),
    };

    private static string OfValue(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        bool flag => flag ? "true" : "false",
        Enum choice => $"{choice.GetType().Name}.{choice}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(OfValue))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The compiler compares enums as their numbers; people don't.</summary>
    private static string Operand(Expression operand, BinaryExpression comparison)
    {
        var other = ReferenceEquals(operand, comparison.Left) ? comparison.Right : comparison.Left;
        if (operand is ConstantExpression { Value: { } number } && other is UnaryExpression { Operand.Type: var type })
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            return type.IsEnum && number is not Enum ? OfValue(Enum.ToObject(type, number)) : OfValue(number);
        }

        return operand.NodeType == comparison.NodeType ? Of(operand) : Parenthesized(operand);
    }

    private static string Parenthesized(Expression expression) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } convert => Parenthesized(convert.Operand),
        BinaryExpression { NodeType: not ExpressionType.ArrayIndex } or ConditionalExpression => $"({Of(expression)})",
        _ => Of(expression),
    };

    private static string Parameters(LambdaExpression lambda) =>
        lambda.Parameters.Count == 1 ? lambda.Parameters[0].Name ?? "e" : $"({string.Join(", ", lambda.Parameters.Select(parameter => parameter.Name))})";

    private static string List(IEnumerable<Expression> expressions) => string.Join(", ", expressions.Select(Of));

    private static bool IsExtension(MethodCallExpression call) =>
        call.Arguments.Count > 0 && call.Method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), inherit: false);

    [GeneratedRegex(@"\s*[\r\n]+\s*", RegexOptions.None, 1000)]
    private static partial Regex LineBreak();
}
