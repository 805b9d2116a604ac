namespace SensorWatch.Local.Tables.Values;

/// <summary>
/// A DynamoDB attribute value: immutable, valid once made, equal by content.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
/// </summary>
internal abstract record AttributeValue
{
    /// <summary>Its data type descriptor: <c>S</c>, <c>N</c>, <c>B</c>, <c>BOOL</c>, <c>NULL</c>, <c>L</c>, <c>M</c>, <c>SS</c>, <c>NS</c> or <c>BS</c>.</summary>
    public abstract string Type { get; }
}

/// <summary><c>S</c>.</summary>
internal sealed record StringValue(string Value) : AttributeValue
{
    public override string Type => "S";
}

/// <summary><c>N</c>.</summary>
internal sealed record NumberValue(DynamoNumber Value) : AttributeValue
{
    public override string Type => "N";
}

/// <summary><c>B</c>.</summary>
internal sealed record BinaryValue(byte[] Value) : AttributeValue
{
    public override string Type => "B";

    public bool Equals(BinaryValue? other) => other is not null && Value.AsSpan().SequenceEqual(other.Value);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value);
        return hash.ToHashCode();
    }
}

/// <summary><c>BOOL</c>.</summary>
internal sealed record BooleanValue(bool Value) : AttributeValue
{
    public override string Type => "BOOL";
}

/// <summary><c>NULL</c>.</summary>
internal sealed record NullValue : AttributeValue
{
    public static readonly NullValue Instance = new();

    public override string Type => "NULL";
}

/// <summary><c>L</c>.</summary>
internal sealed record ListValue(IReadOnlyList<AttributeValue> Elements) : AttributeValue
{
    public override string Type => "L";

    public bool Equals(ListValue? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => Elements.Count;
}

/// <summary><c>M</c>; also a whole item.</summary>
internal sealed record MapValue(IReadOnlyDictionary<string, AttributeValue> Attributes) : AttributeValue
{
    public static readonly MapValue Empty = new(new Dictionary<string, AttributeValue>());

    public override string Type => "M";

    public AttributeValue? this[string name] => Attributes.GetValueOrDefault(name);

    public bool Equals(MapValue? other) =>
        other is not null
        && Attributes.Count == other.Attributes.Count
        && Attributes.All(attribute => attribute.Value.Equals(other[attribute.Key]));

    public override int GetHashCode() => Attributes.Count;
}

/// <summary><c>SS</c>, <c>NS</c> or <c>BS</c>: at least one member, all of one type, none twice; their order says nothing.</summary>
internal sealed record SetValue(string MemberType, IReadOnlyList<AttributeValue> Members) : AttributeValue
{
    public override string Type => MemberType switch
    {
        "S" => "SS",
        "N" => "NS",
        _ => "BS",
    };

    public bool Equals(SetValue? other) =>
        other is not null
        && MemberType == other.MemberType
        && Members.Count == other.Members.Count
        && Members.ToHashSet().SetEquals(other.Members);

    public override int GetHashCode() => HashCode.Combine(MemberType, Members.Count);
}
