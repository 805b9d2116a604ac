using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// Reads condition, filter and key condition expressions by recursive descent: OR, AND, NOT, then comparisons, then
/// functions, paths and values. A parenthesis may hold a condition or an operand; which of them only shows inside.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
/// </summary>
internal sealed class ConditionParser
{
    private readonly ExpressionReader _reader;
    private readonly OperandChecks _checks;
    /// <summary>The tokens from and up to which the last closed pair of parentheses goes.</summary>
    private (int From, int To) _lastParentheses;

    private ConditionParser(ExpressionReader reader)
    {
        _reader = reader;
        _checks = new(reader);
    }

    /// <summary>Reads one expression.</summary>
    /// <param name="parameter">The request's parameter: <c>ConditionExpression</c>, <c>FilterExpression</c> or <c>KeyConditionExpression</c>.</param>
    /// <param name="text">The expression.</param>
    /// <param name="placeholders">What its placeholders stand for.</param>
    /// <exception cref="AwsException">It doesn't follow the grammar, or could never be evaluated.</exception>
    public static Condition Parse(string parameter, string text, Placeholders placeholders)
    {
        var reader = new ExpressionReader(parameter, text, placeholders, "AND", "OR", "NOT", "BETWEEN", "IN");
        var parser = new ConditionParser(reader);
        var condition = parser.AsCondition(parser.ReadOr());
        reader.Finish();
        return condition;
    }

    private ExpressionNode ReadOr()
    {
        var left = ReadAnd();
        while (_reader.AcceptKeyword("OR"))
        {
            _reader.CountOperator();
            left = new OrCondition(AsCondition(left), AsCondition(ReadAnd()));
        }

        return left;
    }

    private ExpressionNode ReadAnd()
    {
        var left = ReadNot();
        while (_reader.AcceptKeyword("AND"))
        {
            _reader.CountOperator();
            left = new AndCondition(AsCondition(left), AsCondition(ReadNot()));
        }

        return left;
    }

    private ExpressionNode ReadNot()
    {
        if (!_reader.AcceptKeyword("NOT"))
        {
            return ReadComparison();
        }

        _reader.CountOperator();
        return new NotCondition(AsCondition(ReadNot()));
    }

    private ExpressionNode ReadComparison()
    {
        var left = ReadTerm();
        if (_reader.Current is { Kind: TokenKind.Symbol, Text: "=" or "<>" or "<" or "<=" or ">" or ">=" })
        {
            _reader.CountOperator();
            var symbol = _reader.Take().Text;
            return _checks.Check(new Comparison(symbol, AsOperand(left), AsOperand(ReadTerm())));
        }

        if (_reader.AcceptKeyword("BETWEEN"))
        {
            return ReadBetween(left);
        }

        return _reader.AcceptKeyword("IN") ? ReadIn(left) : left;
    }

    private Between ReadBetween(ExpressionNode left)
    {
        _reader.CountOperator();
        var low = AsOperand(ReadTerm());
        if (!_reader.AcceptKeyword("AND"))
        {
            throw _reader.SyntaxError();
        }

        return _checks.Check(new Between(AsOperand(left), low, AsOperand(ReadTerm())));
    }

    private In ReadIn(ExpressionNode left)
    {
        _reader.CountOperator();
        _reader.Expect("(");
        return _checks.Check(new In(AsOperand(left), ReadArguments()));
    }

    /// <summary>What stands in parentheses, a function, a path or a value.</summary>
    private ExpressionNode ReadTerm()
    {
        if (_reader.Current.Is("("))
        {
            return ReadParentheses();
        }

        if (_reader.Current.Kind == TokenKind.Identifier && _reader.Following.Is("("))
        {
            return ReadFunction();
        }

        return _reader.Current.Kind == TokenKind.ValuePlaceholder
            ? new ValueOperand(_reader.ReadValue())
            : new PathOperand(_reader.ReadPath());
    }

    private ExpressionNode ReadParentheses()
    {
        _reader.OpenParenthesis();
        var start = _reader.Position;
        var inner = ReadOr();
        if (_lastParentheses == (start, _reader.Position))
        {
            _reader.Note("The expression has redundant parentheses;");
        }

        _reader.CloseParenthesis();
        _lastParentheses = (start - 1, _reader.Position);
        return inner;
    }

    private ExpressionNode ReadFunction()
    {
        _reader.CountOperator();
        var name = _reader.Take().Text;
        _reader.Expect("(");
        return _checks.Function(name, ReadArguments());
    }

    /// <summary>Operands up to the closing parenthesis, which is taken too.</summary>
    private List<Operand> ReadArguments()
    {
        var arguments = new List<Operand>();
        do
        {
            arguments.Add(AsOperand(ReadTerm()));
        }
        while (_reader.Accept(","));

        _reader.Expect(")");
        return arguments;
    }

    private Condition AsCondition(ExpressionNode node) => node switch
    {
        Condition condition => condition,
        SizeOperand => Misused<Condition>("size", new AttributeExists(new([]))),
        _ => throw _reader.SyntaxError(),
    };

    private Operand AsOperand(ExpressionNode node) => node switch
    {
        Operand operand => operand,
        _ when OperandChecks.FunctionName(node) is { } name => Misused<Operand>(name, new ValueOperand(NullValue.Instance)),
        _ => throw _reader.SyntaxError(),
    };

    private T Misused<T>(string function, T standIn)
    {
        _reader.Note($"The function is not allowed to be used this way in an expression; function: {function}");
        return standIn;
    }
}
