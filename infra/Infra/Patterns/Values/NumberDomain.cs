using System.Globalization;

namespace SensorWatch.Infra.Patterns.Values;

/// <summary>
/// The numbers of a type, and how far EventBridge compares them: as doubles, and a number that no double stands for is neither
/// greater nor less than another.
/// </summary>
internal sealed class NumberDomain
{
    private static readonly Dictionary<Type, NumberDomain> Domains = new()
    {
        [typeof(sbyte)] = new("sbyte", sbyte.MinValue, sbyte.MaxValue, Comparable.Always),
        [typeof(byte)] = new("byte", byte.MinValue, byte.MaxValue, Comparable.Always),
        [typeof(short)] = new("short", short.MinValue, short.MaxValue, Comparable.Always),
        [typeof(ushort)] = new("ushort", ushort.MinValue, ushort.MaxValue, Comparable.Always),
        [typeof(int)] = new("int", int.MinValue, int.MaxValue, Comparable.Always),
        [typeof(uint)] = new("uint", uint.MinValue, uint.MaxValue, Comparable.Always),
        [typeof(long)] = new("long", long.MinValue, long.MaxValue, Comparable.WithinBounds),
        [typeof(ulong)] = new("ulong", ulong.MinValue, ulong.MaxValue, Comparable.WithinBounds),
        [typeof(double)] = new("double", double.NegativeInfinity, double.PositiveInfinity, Comparable.Always),
        [typeof(decimal)] = new("decimal", (double)decimal.MinValue, (double)decimal.MaxValue, Comparable.Never),
    };

    private readonly string _name;
    private readonly double _least;
    private readonly double _greatest;
    private readonly Comparable _comparable;

    private NumberDomain(string name, double least, double greatest, Comparable comparable)
    {
        _name = name;
        _least = least;
        _greatest = greatest;
        _comparable = comparable;
    }

    private enum Comparable
    {
        Always,

        /// <summary>Where both bounds are integers that doubles carry: what lies between them are such too.</summary>
        WithinBounds,

        Never,
    }

    private bool IsInteger => _name is not ("double" or "decimal");

    /// <summary>The domain of a type; null when EventBridge and C# would compare its numbers differently, or it is no number.</summary>
    public static NumberDomain? Of(Type type) => Domains.GetValueOrDefault(type);

    /// <summary>Whether every number of one type is the same number in the other.</summary>
    public static bool IsExact(Type from, Type to) =>
        from == to
        || (Of(from) is { IsInteger: true } source
            && (to == typeof(decimal)
                || (to == typeof(double) && source._comparable == Comparable.Always)
                || (Of(to) is { IsInteger: true } target && target._least <= source._least && target._greatest >= source._greatest)));

    /// <summary>The double that EventBridge takes a constant for.</summary>
    /// <exception cref="PatternNotSupportedException">No double stands for it.</exception>
    public static double Read(object constant, string part)
    {
        if (constant is double or float)
        {
            var number = Convert.ToDouble(constant, CultureInfo.InvariantCulture);
            return double.IsFinite(number)
                ? number
                : throw new PatternNotSupportedException(part, $"{constant} is no number in JSON.", "Compare with a finite number.");
        }

        var exact = Convert.ToDecimal(constant, CultureInfo.InvariantCulture);
        var carried = (double)exact;
        return decimal.TryParse(carried.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == exact
            ? carried
            : throw new PatternNotSupportedException(
                part,
                $"EventBridge compares numbers as doubles, and none stands for {exact.ToString(CultureInfo.InvariantCulture)}.",
                "Compare with a number of at most 15 digits.");
    }

    /// <summary>Whether the type has a number there.</summary>
    public bool HasNumberIn(Interval interval)
    {
        var within = interval.And(new(_least, IsInteger, _greatest, IsInteger));
        if (within.IsEmpty || !IsInteger)
        {
            return !within.IsEmpty;
        }

        var first = Math.Ceiling(within.Low);
        first = first == within.Low && !within.HasLow ? first + 1 : first;
        var last = Math.Floor(within.High);
        last = last == within.High && !within.HasHigh ? last - 1 : last;
        return first <= last;
    }

    /// <exception cref="PatternNotSupportedException">The interval has numbers that no double stands for.</exception>
    public void RequireComparable(Interval interval, string member)
    {
        if (interval.IsPoint || _comparable == Comparable.Always)
        {
            return;
        }

        if (_comparable == Comparable.Never)
        {
            throw new PatternNotSupportedException(
                member,
                $"it is a {_name}, and EventBridge compares numbers as doubles: one of more digits is neither greater nor less.",
                "Compare decimals with == and !=, or make the member a double.");
        }

        if (Math.Max(interval.Low, _least) < -Pattern.MaxExactInteger || Math.Min(interval.High, _greatest) > Pattern.MaxExactInteger)
        {
            throw new PatternNotSupportedException(
                member,
                $"it is a {_name}, and EventBridge compares numbers as doubles: a greater one than {Pattern.MaxExactInteger} may be neither greater nor less.",
                "Give both bounds: `member > 5 && member <= Pattern.MaxExactInteger`.");
        }
    }
}
