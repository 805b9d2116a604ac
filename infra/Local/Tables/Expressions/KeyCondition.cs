using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// What a query asks of a key: one value of the partition key, and perhaps one condition on the sort key, whose
/// operator is a comparator, <c>BETWEEN</c> or <c>begins_with</c>.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
/// </summary>
internal sealed record KeyCondition(AttributeValue Partition, SortCondition? Sort)
{
    public static KeyCondition Parse(string text, Placeholders placeholders, TableKey key)
    {
        var conditions = new Dictionary<string, SortCondition>();
        Collect(ConditionParser.Parse("KeyConditionExpression", text, placeholders), conditions);
        if (conditions.Count > 2)
        {
            throw TableErrors.Validation("Conditions can be of length 1 or 2 only");
        }

        var partition = Take(conditions, key.Partition)
            ?? throw TableErrors.Validation($"Query condition missed key schema element: {key.Partition.Name}");
        if (partition.Operator != "=")
        {
            throw TableErrors.Validation("Query key condition not supported");
        }

        var sort = key.Sort is null ? null : Take(conditions, key.Sort);
        if (conditions.Count > 0)
        {
            throw TableErrors.Validation(key.Sort is null
                ? "Query key condition not supported"
                : $"Query condition missed key schema element: {key.Sort.Name}");
        }

        return new(partition.Operands[0], sort);
    }

    private static SortCondition? Take(Dictionary<string, SortCondition> conditions, KeyAttribute key)
    {
        if (!conditions.Remove(key.Name, out var condition))
        {
            return null;
        }

        foreach (var operand in condition.Operands)
        {
            if (operand.Type != key.Type)
            {
                throw TableErrors.InvalidParameter("Condition parameter type does not match schema type");
            }

            if (condition.Operator != "begins_with" && KeyRules.IsEmpty(operand))
            {
                throw KeyRules.Empty(key.Name, operand);
            }
        }

        return condition;
    }

    private static void Collect(Condition condition, Dictionary<string, SortCondition> conditions)
    {
        switch (condition)
        {
            case AndCondition and:
                Collect(and.Left, conditions);
                Collect(and.Right, conditions);
                break;
            case Comparison { Operator: not "<>" } comparison:
                AddComparison(comparison, conditions);
                break;
            case Between between:
                Add("BETWEEN", KeyName("BETWEEN", between.Of), [between.Low, between.High], conditions);
                break;
            case BeginsWith beginsWith:
                Add("begins_with", KeyName("begins_with", beginsWith.Of), [beginsWith.Prefix], conditions);
                break;
            default:
                throw TableErrors.Validation($"Invalid operator used in KeyConditionExpression: {OperatorName(condition)}");
        }
    }

    /// <summary>The key attribute may stand on either side; turned round, the operator points the other way.</summary>
    private static void AddComparison(Comparison comparison, Dictionary<string, SortCondition> conditions)
    {
        if (comparison.Left is PathOperand left)
        {
            Add(comparison.Operator, Name(left), [comparison.Right], conditions);
        }
        else if (comparison.Right is PathOperand right)
        {
            var turned = comparison.Operator switch
            {
                "<" => ">",
                "<=" => ">=",
                ">" => "<",
                ">=" => "<=",
                var same => same,
            };
            Add(turned, Name(right), [comparison.Left], conditions);
        }
        else
        {
            throw Invalid("No key attribute specified");
        }
    }

    private static void Add(string symbol, string name, Operand[] operands, Dictionary<string, SortCondition> conditions)
    {
        var values = Array.ConvertAll(operands, operand => operand switch
        {
            ValueOperand value => value.Value,
            PathOperand => throw Invalid("Multiple attribute names used in one condition"),
            _ => throw TableErrors.Validation("KeyConditionExpressions cannot contain nested operations"),
        });
        if (!conditions.TryAdd(name, new(symbol, values)))
        {
            throw TableErrors.Validation("KeyConditionExpressions must only contain one condition per key");
        }
    }

    private static string KeyName(string function, Operand operand) => operand is PathOperand path
        ? Name(path)
        : throw Invalid($"{function} operator must have the key attribute as its first operand");

    private static string Name(PathOperand operand) => operand.Path.IsNested
        ? throw TableErrors.Validation("KeyConditionExpressions cannot have conditions on nested attributes")
        : operand.Path.Attribute;

    private static string OperatorName(Condition condition) => condition switch
    {
        OrCondition => "OR",
        NotCondition => "NOT",
        In => "IN",
        Comparison comparison => comparison.Operator,
        _ => OperandChecks.FunctionName(condition) ?? "unknown",
    };

    private static AwsException Invalid(string what) =>
        TableErrors.Validation($"Invalid condition in KeyConditionExpression: {what}");
}

/// <summary>A condition on one key attribute, with one operand, or two for <c>BETWEEN</c>.</summary>
internal sealed record SortCondition(string Operator, IReadOnlyList<AttributeValue> Operands)
{
    public bool Matches(AttributeValue value)
    {
        var order = AttributeValueOrder.Compare(value, Operands[0]);
        return Operator switch
        {
            "=" => order == 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "BETWEEN" => order >= 0 && AttributeValueOrder.Compare(value, Operands[1]) <= 0,
            _ => new BeginsWith(new ValueOperand(value), new ValueOperand(Operands[0])).Matches(MapValue.Empty),
        };
    }
}
