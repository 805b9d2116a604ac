using System.Text;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// The tokens of one expression and what all kinds of expression have in common: paths, placeholders, limits, and the
/// order of errors. A syntax error anywhere comes before any error of meaning; of those, the first one counts.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
/// </summary>
internal sealed class ExpressionReader
{
    private const int MaximumBytes = 4096;
    private const int MaximumOperators = 300;
    private const int MaximumPathElements = 32;

    /// <summary>Deeper than 300 operators can need; it keeps hostile input from exhausting the stack.</summary>
    private const int MaximumNesting = 350;

    private readonly string _parameter;
    private readonly string _text;
    private readonly Placeholders _placeholders;
    private readonly string[] _keywords;
    private readonly List<Token> _tokens;
    private int _position;
    private int _operators;
    private int _nesting;
    private string? _firstError;

    /// <param name="parameter">The request's parameter, such as <c>FilterExpression</c>.</param>
    /// <param name="text">The expression.</param>
    /// <param name="placeholders">What its <c>#names</c> and <c>:values</c> stand for.</param>
    /// <param name="keywords">The words of its grammar: a syntax error where a name is due.</param>
    public ExpressionReader(string parameter, string text, Placeholders placeholders, params string[] keywords)
    {
        _keywords = keywords;
        _parameter = parameter;
        _text = text;
        _placeholders = placeholders;
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Invalid("The expression can not be empty;");
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > MaximumBytes)
        {
            throw Invalid($"Expression size has exceeded the maximum allowed size; expression size: {bytes}");
        }

        _tokens = Lexer.Tokenize(text);
    }

    /// <summary>How many tokens have been taken.</summary>
    public int Position => _position;

    public Token Current => _tokens[_position];

    public Token Following => _tokens[Math.Min(_position + 1, _tokens.Count - 1)];

    public Token Take() => _tokens[_position++];

    public bool Accept(string symbol) => Skip(Current.Is(symbol));

    public bool AcceptKeyword(string keyword) => Skip(Current.IsKeyword(keyword));

    public void Expect(string symbol)
    {
        if (!Accept(symbol))
        {
            throw SyntaxError();
        }
    }

    public void OpenParenthesis()
    {
        Expect("(");
        if (++_nesting > MaximumNesting)
        {
            throw Invalid($"The expression has more than {MaximumNesting} nested parentheses");
        }
    }

    public void CloseParenthesis()
    {
        Expect(")");
        _nesting--;
    }

    /// <summary>To be called when the expression has been read: what follows is a syntax error, then errors of meaning count.</summary>
    public void Finish()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw SyntaxError();
        }

        if (_firstError is not null)
        {
            throw Invalid(_firstError);
        }
    }

    /// <summary>Notes an error of meaning.</summary>
    public void Note(string? error) => _firstError ??= error;

    /// <summary>Counts an operator or function; the service reports 301 for any number that is too large.</summary>
    public void CountOperator()
    {
        if (++_operators > MaximumOperators)
        {
            throw Invalid($"The expression contains too many operators; operator count: {MaximumOperators + 1}");
        }
    }

    public DocumentPath ReadPath()
    {
        var elements = new List<PathElement> { new(ReadName(), 0) };
        while (true)
        {
            if (Accept("."))
            {
                elements.Add(new(ReadName(), 0));
            }
            else if (Accept("["))
            {
                elements.Add(new(null, ReadIndex()));
                Expect("]");
            }
            else
            {
                break;
            }
        }

        if (elements.Count > MaximumPathElements)
        {
            Note($"The document path has too many nesting elements; nesting levels: {elements.Count}");
        }

        return new(elements);
    }

    public AttributeValue ReadValue()
    {
        if (Current.Kind != TokenKind.ValuePlaceholder)
        {
            throw SyntaxError();
        }

        var placeholder = Take().Text;
        if (_placeholders.Value(placeholder) is { } value)
        {
            return value;
        }

        Note($"An expression attribute value used in expression is not defined; attribute value: {placeholder}");
        return NullValue.Instance;
    }

    /// <summary>Quotes the token that doesn't fit, with its neighbours.</summary>
    public AwsException SyntaxError()
    {
        var near = _text[_tokens[Math.Max(_position - 1, 0)].Start..Following.End];
        return Invalid($"Syntax error; token: \"{Current.Text}\", near: \"{near.TrimEnd()}\"");
    }

    public AwsException Invalid(string error) => TableErrors.Validation($"Invalid {_parameter}: {error}");

    private bool Skip(bool skip)
    {
        _position += skip ? 1 : 0;
        return skip;
    }

    private string ReadName()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Identifier when !_keywords.Contains(token.Text, StringComparer.OrdinalIgnoreCase):
                if (ReservedWords.Contains(token.Text))
                {
                    Note($"Attribute name is a reserved keyword; reserved keyword: {token.Text}");
                }

                return Take().Text;
            case TokenKind.NamePlaceholder:
                var name = _placeholders.Name(token.Text);
                if (name is null)
                {
                    Note($"An expression attribute name used in the document path is not defined; attribute name: {token.Text}");
                }

                _position++;
                return name ?? token.Text;
            default:
                throw SyntaxError();
        }
    }

    private int ReadIndex() =>
        Current.Kind == TokenKind.Number && int.TryParse(Current.Text, out var index) && Skip(true) ? index : throw SyntaxError();
}
