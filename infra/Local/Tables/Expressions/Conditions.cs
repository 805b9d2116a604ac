using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// Something that is true or false of an item: a condition or filter, or a part of one.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
/// </summary>
internal abstract record Condition : ExpressionNode
{
    /// <param name="item">The item; empty when there is none.</param>
    public abstract bool Matches(MapValue item);
}

internal sealed record AndCondition(Condition Left, Condition Right) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Matches(MapValue item) => Left.Matches(item) && Right.Matches(item);
}

internal sealed record OrCondition(Condition Left, Condition Right) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Matches(MapValue item) => Left.Matches(item) || Right.Matches(item);
}

internal sealed record NotCondition(Condition Inner) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Inner.Paths;

    public override bool Matches(MapValue item) => !Inner.Matches(item);
}

/// <summary><c>=</c>, <c>&lt;&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>. Nothing equals a missing attribute.</summary>
internal sealed record Comparison(string Operator, Operand Left, Operand Right) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Matches(MapValue item)
    {
        var (left, right) = (Left.Evaluate(item), Right.Evaluate(item));
        return Operator switch
        {
            "=" => left is not null && left.Equals(right),
            "<>" => left is null || !left.Equals(right),
            "<" => AttributeValueOrder.Compare(left, right) < 0,
            "<=" => AttributeValueOrder.Compare(left, right) <= 0,
            ">" => AttributeValueOrder.Compare(left, right) > 0,
            _ => AttributeValueOrder.Compare(left, right) >= 0,
        };
    }
}

internal sealed record Between(Operand Of, Operand Low, Operand High) : Condition
{
    public override IEnumerable<DocumentPath> Paths => [.. Of.Paths, .. Low.Paths, .. High.Paths];

    public override bool Matches(MapValue item)
    {
        var value = Of.Evaluate(item);
        return AttributeValueOrder.Compare(value, Low.Evaluate(item)) >= 0
            && AttributeValueOrder.Compare(value, High.Evaluate(item)) <= 0;
    }
}

internal sealed record In(Operand Of, IReadOnlyList<Operand> Candidates) : Condition
{
    public override IEnumerable<DocumentPath> Paths => [.. Of.Paths, .. Candidates.SelectMany(candidate => candidate.Paths)];

    public override bool Matches(MapValue item) =>
        Of.Evaluate(item) is { } value && Candidates.Any(candidate => value.Equals(candidate.Evaluate(item)));
}

internal sealed record AttributeExists(DocumentPath Path) : Condition
{
    public override IEnumerable<DocumentPath> Paths => [Path];

    public override bool Matches(MapValue item) => Path.Resolve(item) is not null;
}

internal sealed record AttributeNotExists(DocumentPath Path) : Condition
{
    public override IEnumerable<DocumentPath> Paths => [Path];

    public override bool Matches(MapValue item) => Path.Resolve(item) is null;
}

internal sealed record AttributeType(Operand Of, string Type) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Of.Paths;

    public override bool Matches(MapValue item) => Of.Evaluate(item)?.Type == Type;
}

internal sealed record BeginsWith(Operand Of, Operand Prefix) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Of.Paths.Concat(Prefix.Paths);

    public override bool Matches(MapValue item) => (Of.Evaluate(item), Prefix.Evaluate(item)) switch
    {
        (StringValue text, StringValue prefix) => text.Value.StartsWith(prefix.Value, StringComparison.Ordinal),
        (BinaryValue binary, BinaryValue prefix) => binary.Value.AsSpan().StartsWith(prefix.Value),
        _ => false,
    };
}

/// <summary>A part of a string or binary, a member of a set, or an element of a list.</summary>
internal sealed record Contains(Operand Of, Operand Part) : Condition
{
    public override IEnumerable<DocumentPath> Paths => Of.Paths.Concat(Part.Paths);

    public override bool Matches(MapValue item) => (Of.Evaluate(item), Part.Evaluate(item)) switch
    {
        (StringValue text, StringValue part) => text.Value.Contains(part.Value, StringComparison.Ordinal),
        (BinaryValue binary, BinaryValue part) => binary.Value.AsSpan().IndexOf(part.Value) >= 0,
        (SetValue set, { } part) => set.Members.Contains(part),
        (ListValue list, { } part) => list.Elements.Contains(part),
        _ => false,
    };
}
