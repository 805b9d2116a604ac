using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary><c>if_not_exists(path, operand)</c>.</summary>
internal sealed record IfNotExists(DocumentPath Path, Operand Otherwise) : Operand
{
    public override IEnumerable<DocumentPath> Paths => [Path, .. Otherwise.Paths];

    public override AttributeValue? Evaluate(MapValue item) => Path.Resolve(item) ?? Otherwise.Evaluate(item);
}

/// <summary><c>list_append(list, list)</c>.</summary>
internal sealed record ListAppend(Operand First, Operand Second) : Operand
{
    public override IEnumerable<DocumentPath> Paths => First.Paths.Concat(Second.Paths);

    public override string KnownType => "L";

    public override AttributeValue Evaluate(MapValue item) =>
        (UpdateErrors.Require(First, item), UpdateErrors.Require(Second, item)) switch
        {
            (ListValue first, ListValue second) => new ListValue([.. first.Elements, .. second.Elements]),
            _ => throw UpdateErrors.IncorrectDataType(),
        };
}

/// <summary><c>operand + operand</c> or <c>operand - operand</c>, of numbers.</summary>
internal sealed record Arithmetic(bool Subtract, Operand Left, Operand Right) : Operand
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override string KnownType => "N";

    public override AttributeValue Evaluate(MapValue item) =>
        (UpdateErrors.Require(Left, item), UpdateErrors.Require(Right, item)) switch
        {
            (NumberValue left, NumberValue right) =>
                new NumberValue(DynamoNumber.Add(left.Value, Subtract ? right.Value.Negated() : right.Value)),
            _ => throw UpdateErrors.IncorrectDataType(),
        };
}

/// <summary>What can be wrong with an update once it meets an item.</summary>
internal static class UpdateErrors
{
    public static Endpoint.AwsException IncorrectDataType() =>
        TableErrors.Validation("An operand in the update expression has an incorrect data type");

    public static Endpoint.AwsException InvalidPath() =>
        TableErrors.Validation("The document path provided in the update expression is invalid for update");

    public static AttributeValue Require(Operand operand, MapValue item) => operand.Evaluate(item)
        ?? throw TableErrors.Validation("The provided expression refers to an attribute that does not exist in the item");
}
