using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// Reads update expressions: the sections SET, REMOVE, ADD and DELETE, each at most once, in any order.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
/// </summary>
internal sealed class UpdateParser
{
    private static readonly string[] Sections = ["SET", "REMOVE", "ADD", "DELETE"];

    private readonly ExpressionReader _reader;
    private readonly List<(DocumentPath Path, UpdateAction Action)> _actions = [];
    private readonly PathTree<UpdateAction> _tree = new();

    private UpdateParser(ExpressionReader reader) => _reader = reader;

    /// <exception cref="AwsException">It doesn't follow the grammar, or could never be evaluated.</exception>
    public static UpdateExpression Parse(string text, Placeholders placeholders)
    {
        var reader = new ExpressionReader("UpdateExpression", text, placeholders, Sections);
        return new UpdateParser(reader).Read();
    }

    private UpdateExpression Read()
    {
        var seen = new HashSet<string>();
        while (_reader.Current.Kind != TokenKind.End)
        {
            var section = Array.Find(Sections, _reader.AcceptKeyword) ?? throw _reader.SyntaxError();
            if (!seen.Add(section))
            {
                _reader.Note($"The \"{section}\" section can only be used once in an update expression;");
            }

            do
            {
                ReadAction(section);
            }
            while (_reader.Accept(","));
        }

        _reader.Finish();
        return new(_actions, _tree);
    }

    private void ReadAction(string section)
    {
        var path = _reader.ReadPath();
        UpdateAction action = section switch
        {
            "SET" => ReadSet(),
            "REMOVE" => new RemoveAction(),
            "ADD" => ReadAdd(),
            _ => ReadDelete(),
        };

        _actions.Add((path, action));
        _reader.Note(_tree.Add(path, action));
    }

    private SetAction ReadSet()
    {
        _reader.Expect("=");
        return new(ReadSetValue());
    }

    private AddAction ReadAdd()
    {
        var value = _reader.ReadValue();
        if (value is not (NumberValue or SetValue))
        {
            WrongSectionOperand("ADD", value);
        }

        return new(value);
    }

    private DeleteAction ReadDelete()
    {
        var value = _reader.ReadValue();
        if (value is SetValue set)
        {
            return new(set);
        }

        WrongSectionOperand("DELETE", value);
        return new(new SetValue("S", []));
    }

    /// <summary><c>operand</c>, <c>operand + operand</c> or <c>operand - operand</c>, in parentheses or not.</summary>
    private Operand ReadSetValue()
    {
        var left = ReadOperand();
        if (_reader.Current is not { Kind: TokenKind.Symbol, Text: "+" or "-" })
        {
            return left;
        }

        _reader.CountOperator();
        var symbol = _reader.Take().Text;
        var right = ReadOperand();
        CheckType(symbol, "N", left, right);
        return new Arithmetic(symbol == "-", left, right);
    }

    private Operand ReadOperand()
    {
        if (_reader.Current.Is("("))
        {
            _reader.OpenParenthesis();
            var inner = ReadSetValue();
            _reader.CloseParenthesis();
            return inner;
        }

        if (_reader.Current.Kind == TokenKind.ValuePlaceholder)
        {
            return new ValueOperand(_reader.ReadValue());
        }

        return _reader.Current.Kind == TokenKind.Identifier && _reader.Following.Is("(")
            ? ReadFunction()
            : new PathOperand(_reader.ReadPath());
    }

    private Operand ReadFunction()
    {
        _reader.CountOperator();
        var name = _reader.Take().Text;
        _reader.Expect("(");
        var arguments = new List<Operand>();
        do
        {
            arguments.Add(ReadOperand());
        }
        while (_reader.Accept(","));

        _reader.Expect(")");
        return Function(name, arguments);
    }

    private Operand Function(string name, List<Operand> arguments)
    {
        if (name is not ("if_not_exists" or "list_append"))
        {
            _reader.Note($"Invalid function name; function: {name}");
            return arguments[0];
        }

        if (arguments.Count != 2)
        {
            _reader.Note(
                "Incorrect number of operands for operator or function; "
                + $"operator or function: {name}, number of operands: {arguments.Count}");
            return arguments[0];
        }

        if (name == "list_append")
        {
            CheckType(name, "L", arguments[0], arguments[1]);
            return new ListAppend(arguments[0], arguments[1]);
        }

        if (arguments[0] is PathOperand path)
        {
            return new IfNotExists(path.Path, arguments[1]);
        }

        _reader.Note($"Operator or function requires a document path; operator or function: {name}");
        return arguments[0];
    }

    private void CheckType(string name, string expected, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.KnownType is { } type && type != expected)
            {
                _reader.Note(
                    $"Incorrect operand type for operator or function; operator or function: {name}, operand type: {type}");
            }
        }
    }

    private void WrongSectionOperand(string section, AttributeValue value)
    {
        var type = value switch
        {
            StringValue => "STRING",
            NumberValue => "NUMBER",
            BinaryValue => "BINARY",
            BooleanValue => "BOOLEAN",
            ListValue => "LIST",
            MapValue => "MAP",
            _ => value.Type,
        };

        _reader.Note($"Incorrect operand type for operator or function; operator: {section}, operand type: {type}");
    }
}
