using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// What an update does at one path.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
/// </summary>
internal abstract record UpdateAction
{
    /// <summary>The value that the path gets.</summary>
    /// <param name="item">The item before the update.</param>
    /// <param name="existing">The value at the path; null when there is none.</param>
    /// <returns>Null when the path ends up without a value.</returns>
    public abstract AttributeValue? Apply(MapValue item, AttributeValue? existing);
}

internal sealed record SetAction(Operand Value) : UpdateAction
{
    public override AttributeValue Apply(MapValue item, AttributeValue? existing) => UpdateErrors.Require(Value, item);
}

internal sealed record RemoveAction : UpdateAction
{
    public override AttributeValue? Apply(MapValue item, AttributeValue? existing) => null;
}

/// <summary>Adds to a number, or members to a set; either is made when it is missing.</summary>
internal sealed record AddAction(AttributeValue Value) : UpdateAction
{
    public override AttributeValue Apply(MapValue item, AttributeValue? existing) => (existing, Value) switch
    {
        (null, _) => Value,
        (NumberValue number, NumberValue more) => new NumberValue(DynamoNumber.Add(number.Value, more.Value)),
        (SetValue set, SetValue more) when set.MemberType == more.MemberType =>
            set with { Members = [.. set.Members.Union(more.Members)] },
        _ => throw UpdateErrors.IncorrectDataType(),
    };
}

/// <summary>Takes members from a set; the set goes with its last member.</summary>
internal sealed record DeleteAction(SetValue Value) : UpdateAction
{
    public override AttributeValue? Apply(MapValue item, AttributeValue? existing)
    {
        if (existing is null)
        {
            return null;
        }

        if (existing is not SetValue set || set.MemberType != Value.MemberType)
        {
            throw UpdateErrors.IncorrectDataType();
        }

        var members = set.Members.Except(Value.Members).ToArray();
        return members.Length > 0 ? set with { Members = members } : null;
    }
}
