using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>What DynamoDB finds wrong with a condition's operands before it looks at any item.</summary>
internal sealed class OperandChecks(ExpressionReader reader)
{
    /// <summary><c>IN</c> takes at most 100 operands.</summary>
    private const int MaximumCandidates = 100;

    private static readonly string[] Types = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];

    /// <summary>The name under which messages know a function that is a condition; null for other conditions.</summary>
    public static string? FunctionName(ExpressionNode node) => node switch
    {
        AttributeExists => "attribute_exists",
        AttributeNotExists => "attribute_not_exists",
        AttributeType => "attribute_type",
        BeginsWith => "begins_with",
        Contains => "contains",
        _ => null,
    };

    public Comparison Check(Comparison comparison)
    {
        CheckDistinct(comparison.Operator, comparison.Left, comparison.Right);
        if (comparison.Operator is not ("=" or "<>"))
        {
            CheckOrdered(comparison.Operator, comparison.Left, comparison.Right);
        }

        return comparison;
    }

    public Between Check(Between between)
    {
        CheckOrdered("BETWEEN", between.Of, between.Low, between.High);
        if (between is { Low: ValueOperand low, High: ValueOperand high })
        {
            var bounds = $"lower bound operand: AttributeValue: {Show(low)}, upper bound operand: AttributeValue: {Show(high)}";
            if (low.KnownType != high.KnownType)
            {
                reader.Note($"The BETWEEN operator requires same data type for lower and upper bounds; {bounds}");
            }
            else if (AttributeValueOrder.Compare(low.Value, high.Value) > 0)
            {
                reader.Note($"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {bounds}");
            }
        }

        return between;
    }

    public In Check(In condition)
    {
        if (condition.Candidates.Count > MaximumCandidates)
        {
            WrongCount("operator", "IN", condition.Candidates.Count);
        }

        return condition;
    }

    /// <summary>The function's node. After a noted error it is a stand-in that is never evaluated.</summary>
    public ExpressionNode Function(string name, List<Operand> arguments)
    {
        var expected = name is "attribute_exists" or "attribute_not_exists" or "size" ? 1 : 2;
        if (name is not ("attribute_exists" or "attribute_not_exists" or "size" or "attribute_type" or "begins_with" or "contains"))
        {
            reader.Note($"Invalid function name; function: {name}");
        }
        else if (arguments.Count != expected)
        {
            WrongCount("operator or function", name, arguments.Count);
        }

        var first = arguments[0];
        var second = arguments.Count > 1 ? arguments[1] : first;
        switch (name)
        {
            case "size":
                CheckType(name, first, "S", "B", "SS", "NS", "BS", "L", "M");
                return new SizeOperand(first);
            case "attribute_exists":
                return new AttributeExists(RequirePath(name, first));
            case "attribute_not_exists":
                return new AttributeNotExists(RequirePath(name, first));
            case "attribute_type":
                return new AttributeType(first, RequireTypeName(second));
            case "begins_with":
                CheckDistinct(name, arguments.ToArray());
                CheckType(name, first, "S", "B");
                CheckType(name, second, "S", "B");
                return new BeginsWith(first, second);
            default:
                CheckDistinct(name, arguments.ToArray());
                return new Contains(first, second);
        }
    }

    private void CheckDistinct(string name, params ReadOnlySpan<Operand> operands)
    {
        if (operands is [PathOperand first, PathOperand second] && first.Path.Equals(second.Path))
        {
            reader.Note(
                "The first operand must be distinct from the remaining operands for this operator or function; "
                + $"operator: {name}, first operand: {first.Path}");
        }
    }

    private void CheckOrdered(string name, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.KnownType is { } type and not ("S" or "N" or "B"))
            {
                reader.Note($"Incorrect operand type for operator or function; operator: {name}, operand type: {type}");
            }
        }
    }

    private void CheckType(string function, Operand operand, params ReadOnlySpan<string> allowed)
    {
        if (operand.KnownType is { } type && !allowed.Contains(type))
        {
            WrongType(function, type);
        }
    }

    private DocumentPath RequirePath(string function, Operand operand)
    {
        if (operand is PathOperand path)
        {
            return path.Path;
        }

        reader.Note($"Operator or function requires a document path; operator or function: {function}");
        return new([]);
    }

    private string RequireTypeName(Operand operand)
    {
        if (operand is not ValueOperand { Value: StringValue name })
        {
            WrongType("attribute_type", operand.KnownType ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
            return "";
        }

        if (!Types.Contains(name.Value))
        {
            reader.Note($"Invalid attribute type name found; type: {name.Value}, valid types: {{{string.Join(',', Types)}}}");
        }

        return name.Value;
    }

    private void WrongType(string function, string type) =>
        reader.Note($"Incorrect operand type for operator or function; operator or function: {function}, operand type: {type}");

    private void WrongCount(string kind, string name, int count) =>
        reader.Note($"Incorrect number of operands for operator or function; {kind}: {name}, number of operands: {count}");

    private static string Show(ValueOperand operand) => operand.Value switch
    {
        StringValue text => $"{{S:{text.Value}}}",
        NumberValue number => $"{{N:{number.Value}}}",
        BinaryValue binary => $"{{B:{Convert.ToBase64String(binary.Value)}}}",
        var other => $"{{{other.Type}}}",
    };
}
