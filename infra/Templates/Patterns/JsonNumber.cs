using System.Globalization;
using System.Text;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Numbers as Event Ruler compares them: as doubles, if the double stands for the written number. It does when its shortest
/// decimal form has the same value: 0.1 does, 9007199254740993 and 1e400 don't.
/// </summary>
internal static class JsonNumber
{
    /// <summary>Numbers of so many digits and an exponent within <see cref="SafeExponent"/> always survive the way through a double.</summary>
    private const int SafeDigits = 15;
    private const int SafeExponent = 290;

    /// <summary>The double that carries the number; null when none does.</summary>
    /// <param name="utf8">A JSON number.</param>
    public static double? Read(ReadOnlySpan<byte> utf8)
    {
        if (!double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        // The usual case, without a look at the digits.
        if (utf8.Length <= SafeDigits && utf8.IndexOfAny((byte)'e', (byte)'E') < 0)
        {
            return number;
        }

        var written = Decimal.Of(utf8);
        return written.IsSafe || written == Decimal.Of(Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)))
            ? number
            : null;
    }

    /// <summary>A decimal number without its sign, in the one form that each has: 0.DIGITS times ten to the exponent.</summary>
    /// <param name="Digits">Neither first nor last is zero; empty for zero.</param>
    /// <param name="Exponent">Zero for zero.</param>
    private readonly record struct Decimal(string Digits, long Exponent)
    {
        public bool IsSafe => Digits.Length <= SafeDigits && Math.Abs(Exponent) <= SafeExponent;

        public static Decimal Of(ReadOnlySpan<byte> utf8)
        {
            var digits = new StringBuilder(utf8.Length);
            var exponent = 0L;
            var inFraction = false;
            for (var i = 0; i < utf8.Length; i++)
            {
                var character = (char)utf8[i];
                if (character is 'e' or 'E')
                {
                    // An exponent beyond a long is beyond any double too.
                    exponent = long.TryParse(utf8[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
                        ? exponent + written
                        : long.MaxValue;
                    break;
                }

                if (character == '.')
                {
                    inFraction = true;
                }
                else if (char.IsAsciiDigit(character))
                {
                    var isLeadingZero = digits.Length == 0 && character == '0';
                    exponent += (inFraction, isLeadingZero) switch
                    {
                        (false, false) => 1,
                        (true, true) => -1,
                        _ => 0,
                    };
                    if (!isLeadingZero)
                    {
                        digits.Append(character);
                    }
                }
            }

            var significant = digits.ToString().TrimEnd('0');
            return new(significant, significant.Length == 0 ? 0 : exponent);
        }
    }
}
