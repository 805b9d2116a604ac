using System.Diagnostics;
using SensorWatch.Local.Tables.Expressions;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>The encoded sort keys from <paramref name="Low"/> up to <paramref name="High"/>; null for no bound.</summary>
internal sealed record SortRange(byte[]? Low, bool LowInclusive, byte[]? High, bool HighInclusive)
{
    public static SortRange Of(SortCondition? condition)
    {
        if (condition is null)
        {
            return new(null, false, null, false);
        }

        var operand = KeyEncoding.Encode(condition.Operands[0]);
        return condition.Operator switch
        {
            "=" => new(operand, true, operand, true),
            "<" => new(null, false, operand, false),
            "<=" => new(null, false, operand, true),
            ">" => new(operand, false, null, false),
            ">=" => new(operand, true, null, false),
            "BETWEEN" => new(operand, true, KeyEncoding.Encode(condition.Operands[1]), true),
            "begins_with" => new(operand, true, KeyEncoding.EndOfPrefix(operand), false),
            _ => throw new UnreachableException($"No key condition has the operator {condition.Operator}."),
        };
    }
}
