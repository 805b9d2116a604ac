using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>A part of a condition: something that has a value, or something that is true or false.</summary>
internal abstract record ExpressionNode
{
    /// <summary>All document paths in it.</summary>
    public abstract IEnumerable<DocumentPath> Paths { get; }
}

/// <summary>Something that has a value in an item, or none.</summary>
internal abstract record Operand : ExpressionNode
{
    /// <summary>Its type, where that is known without an item.</summary>
    public virtual string? KnownType => null;

    public abstract AttributeValue? Evaluate(MapValue item);
}

/// <summary><c>a.b[1]</c>.</summary>
internal sealed record PathOperand(DocumentPath Path) : Operand
{
    public override IEnumerable<DocumentPath> Paths => [Path];

    public override AttributeValue? Evaluate(MapValue item) => Path.Resolve(item);
}

/// <summary><c>:value</c>.</summary>
internal sealed record ValueOperand(AttributeValue Value) : Operand
{
    public override IEnumerable<DocumentPath> Paths => [];

    public override string KnownType => Value.Type;

    public override AttributeValue Evaluate(MapValue item) => Value;
}

/// <summary><c>size(path)</c>: a string's length, a binary's bytes, the members of a set, list or map.</summary>
internal sealed record SizeOperand(Operand Of) : Operand
{
    public override IEnumerable<DocumentPath> Paths => Of.Paths;

    public override string KnownType => "N";

    public override AttributeValue? Evaluate(MapValue item)
    {
        int? size = Of.Evaluate(item) switch
        {
            StringValue text => text.Value.Length,
            BinaryValue binary => binary.Value.Length,
            SetValue set => set.Members.Count,
            ListValue list => list.Elements.Count,
            MapValue map => map.Attributes.Count,
            _ => null,
        };

        return size is { } count ? new NumberValue(DynamoNumber.FromInt64(count)) : null;
    }
}
