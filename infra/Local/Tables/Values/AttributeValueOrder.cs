namespace SensorWatch.Local.Tables.Values;

/// <summary>
/// How DynamoDB orders values of the three types that have an order: numbers by value, strings by their UTF-8 bytes,
/// binaries by their unsigned bytes.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
/// </summary>
internal static class AttributeValueOrder
{
    /// <summary>Compares two values.</summary>
    /// <returns>Null when they have different types, or a type without an order.</returns>
    public static int? Compare(AttributeValue? left, AttributeValue? right) => (left, right) switch
    {
        (NumberValue a, NumberValue b) => DynamoNumber.Compare(a.Value, b.Value),
        (StringValue a, StringValue b) => CompareUtf8(a.Value, b.Value),
        (BinaryValue a, BinaryValue b) => a.Value.AsSpan().SequenceCompareTo(b.Value),
        _ => null,
    };

    /// <summary>UTF-8 order without encoding: it is UTF-16's, except that surrogates come after every other character.</summary>
    private static int CompareUtf8(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        var bySurrogate = char.IsSurrogate(a).CompareTo(char.IsSurrogate(b));
        return bySurrogate != 0 ? bySurrogate : a.CompareTo(b);
    }
}
