using System.Globalization;
using System.Numerics;

namespace SensorWatch.Local.Tables.Values;

/// <summary>
/// A DynamoDB number: up to 38 significant digits, magnitude 1E-130 to 9.99…E+125, kept as
/// ±<see cref="Coefficient"/> × 10^<see cref="Exponent"/> without trailing zeros, so that equal numbers are equal records.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
/// </summary>
internal readonly record struct DynamoNumber
{
    public const int MaximumDigits = 38;
    public const int MaximumMagnitude = 125;
    public const int MinimumMagnitude = -130;

    private DynamoNumber(bool negative, UInt128 coefficient, int exponent, int digits)
    {
        Negative = negative;
        Coefficient = coefficient;
        Exponent = exponent;
        Digits = digits;
    }

    public bool Negative { get; }

    public UInt128 Coefficient { get; }

    public int Exponent { get; }

    /// <summary>How many significant digits it has; 0 for zero.</summary>
    public int Digits { get; }

    /// <summary>The power of ten of the first digit: 2 for 123, -1 for 0.5.</summary>
    public int Magnitude => Exponent + Digits - 1;

    public bool IsZero => Digits == 0;

    /// <summary>Reads decimal notation, with or without an exponent.</summary>
    /// <exception cref="Endpoint.AwsException">Not a number, or outside what DynamoDB stores.</exception>
    public static DynamoNumber Parse(string text)
    {
        if (text.Length == 0)
        {
            throw TableErrors.Validation("The parameter cannot be converted to a numeric value");
        }

        var position = text[0] is '+' or '-' ? 1 : 0;
        Span<char> digits = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        var decimals = 0;
        var pointSeen = false;
        for (; position < text.Length && text[position] is (>= '0' and <= '9') or '.'; position++)
        {
            if (text[position] != '.')
            {
                digits[count++] = text[position];
                decimals += pointSeen ? 1 : 0;
            }
            else if (pointSeen)
            {
                throw NotNumeric(text);
            }
            else
            {
                pointSeen = true;
            }
        }

        var exponent = position == text.Length ? 0 : ParseExponent(text, position);
        return count == 0 ? throw NotNumeric(text) : Create(text[0] == '-', digits[..count], (long)exponent - decimals);
    }

    public static DynamoNumber FromInt64(long value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static DynamoNumber Add(DynamoNumber left, DynamoNumber right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        var sum = left.Scaled(exponent) + right.Scaled(exponent);
        return Create(sum.Sign < 0, BigInteger.Abs(sum).ToString(CultureInfo.InvariantCulture), exponent);
    }

    public DynamoNumber Negated() => IsZero ? this : new(!Negative, Coefficient, Exponent, Digits);

    public static int Compare(DynamoNumber left, DynamoNumber right)
    {
        if (left.IsZero || right.IsZero || left.Negative != right.Negative)
        {
            return left.Sign.CompareTo(right.Sign);
        }

        var order = left.Magnitude.CompareTo(right.Magnitude);
        if (order == 0)
        {
            var width = Math.Max(left.Digits, right.Digits);
            order = left.Widened(width).CompareTo(right.Widened(width));
        }

        return left.Negative ? -order : order;
    }

    /// <summary>Plain decimal notation, as DynamoDB returns it: never an exponent.</summary>
    public override string ToString()
    {
        if (IsZero)
        {
            return "0";
        }

        var digits = Coefficient.ToString(CultureInfo.InvariantCulture);
        var sign = Negative ? "-" : "";
        return Exponent switch
        {
            0 => sign + digits,
            > 0 => sign + digits + new string('0', Exponent),
            _ when Magnitude < 0 => sign + "0." + new string('0', -Magnitude - 1) + digits,
            _ => string.Concat(sign, digits.AsSpan(0, Magnitude + 1), ".", digits.AsSpan(Magnitude + 1)),
        };
    }

    private int Sign => IsZero ? 0 : Negative ? -1 : 1;

    private BigInteger Scaled(int exponent) =>
        (Negative ? -1 : 1) * (BigInteger)Coefficient * BigInteger.Pow(10, Exponent - exponent);

    private UInt128 Widened(int digits)
    {
        var widened = Coefficient;
        for (var i = Digits; i < digits; i++)
        {
            widened *= 10;
        }

        return widened;
    }

    private static int ParseExponent(string text, int position)
    {
        if (text[position] is not ('e' or 'E'))
        {
            throw NotNumeric(text);
        }

        var digits = text.AsSpan(position + 1);
        if (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            throw NotNumeric(text);
        }

        return exponent;
    }

    private static DynamoNumber Create(bool negative, ReadOnlySpan<char> digits, long exponent)
    {
        var significant = digits.TrimStart('0');
        var trimmed = significant.TrimEnd('0');
        if (trimmed.IsEmpty)
        {
            return default;
        }

        exponent += significant.Length - trimmed.Length;
        var magnitude = exponent + trimmed.Length - 1;
        if (magnitude > MaximumMagnitude)
        {
            throw TableErrors.Validation("Number overflow. Attempting to store a number with magnitude larger than supported range");
        }

        if (magnitude < MinimumMagnitude)
        {
            throw TableErrors.Validation("Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }

        if (trimmed.Length > MaximumDigits)
        {
            throw TableErrors.Validation("Attempting to store more than 38 significant digits in a Number");
        }

        return new(negative, UInt128.Parse(trimmed, CultureInfo.InvariantCulture), (int)exponent, trimmed.Length);
    }

    private static Endpoint.AwsException NotNumeric(string text) =>
        TableErrors.Validation($"The parameter cannot be converted to a numeric value: {text}");
}
