using System.Globalization;
using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns.Values;

/// <summary>Numbers between bounds, and single ones.</summary>
internal sealed class NumberSet : ValueSet
{
    private readonly NumberDomain _domain;

    /// <summary>In order, with something between each two.</summary>
    private readonly IReadOnlyList<Interval> _intervals;

    private NumberSet(NumberDomain domain, IReadOnlyList<Interval> intervals)
    {
        _domain = domain;
        _intervals = intervals;
    }

    public override bool IsNone => !_intervals.Any(_domain.HasNumberIn);

    public override bool IsAll => !Gaps().Any(_domain.HasNumberIn);

    public override string Text => string.Join(',', _intervals);

    public static NumberSet All(NumberDomain domain) => new(domain, [Interval.All]);

    public static NumberSet Of(NumberDomain domain, IEnumerable<double> numbers) => new(domain, Join(numbers.Select(Interval.Point)));

    /// <param name="domain">The member's type.</param>
    /// <param name="comparison"><c>&lt;</c>, <c>&lt;=</c>, <c>></c> or <c>>=</c>.</param>
    /// <param name="bound">What it is compared with.</param>
    public static NumberSet Compare(NumberDomain domain, string comparison, double bound) => new(domain, [comparison switch
    {
        "<" => Interval.All with { High = bound },
        "<=" => Interval.All with { High = bound, HasHigh = true },
        ">" => Interval.All with { Low = bound },
        _ => Interval.All with { Low = bound, HasLow = true },
    }]);

    public override ValueSet Or(ValueSet other) => new NumberSet(_domain, Join(_intervals.Concat(((NumberSet)other)._intervals)));

    public override ValueSet And(ValueSet other, string member) => new NumberSet(
        _domain,
        Join(from left in _intervals from right in ((NumberSet)other)._intervals select left.And(right)));

    public override ValueSet Not(string member) => new NumberSet(_domain, [.. Gaps()]);

    public override IEnumerable<JsonNode> ToMatchers(string member, bool mayMatchNull)
    {
        Interval[] gaps = [.. Gaps()];
        if (mayMatchNull && gaps.Length > 0 && gaps.All(gap => gap.IsPoint))
        {
            return [Operator("anything-but", OneOrMany(gaps.Select(gap => (JsonNode)JsonValue.Create(gap.Low))))];
        }

        // Every number, but no null: no operator says so, and two do.
        var intervals = gaps.Length == 0 ? [Interval.All with { High = 0 }, Interval.All with { Low = 0, HasLow = true }] : _intervals;
        foreach (var interval in intervals.Where(_domain.HasNumberIn))
        {
            _domain.RequireComparable(interval, member);
        }

        return intervals.Where(_domain.HasNumberIn).Select(ToMatcher);
    }

    private static JsonNode ToMatcher(Interval interval)
    {
        if (interval.IsPoint)
        {
            return JsonValue.Create(interval.Low);
        }

        var terms = new JsonArray();
        if (!double.IsInfinity(interval.Low))
        {
            terms.Add((JsonNode)(interval.HasLow ? ">=" : ">"));
            terms.Add((JsonNode)interval.Low);
        }

        if (!double.IsInfinity(interval.High))
        {
            terms.Add((JsonNode)(interval.HasHigh ? "<=" : "<"));
            terms.Add((JsonNode)interval.High);
        }

        return Operator("numeric", terms);
    }

    private IEnumerable<Interval> Gaps()
    {
        var rest = Interval.All;
        foreach (var interval in _intervals)
        {
            var gap = rest with { High = interval.Low, HasHigh = !interval.HasLow && !double.IsInfinity(interval.Low) };
            if (!gap.IsEmpty)
            {
                yield return gap;
            }

            rest = Interval.All with { Low = interval.High, HasLow = !interval.HasHigh && !double.IsInfinity(interval.High) };
        }

        if (!rest.IsEmpty)
        {
            yield return rest;
        }
    }

    private static List<Interval> Join(IEnumerable<Interval> intervals)
    {
        var joined = new List<Interval>();
        foreach (var interval in intervals.Where(interval => !interval.IsEmpty).OrderBy(interval => interval.Low).ThenByDescending(interval => interval.HasLow))
        {
            if (joined.Count > 0 && joined[^1].Touches(interval))
            {
                joined[^1] = joined[^1].Extend(interval);
            }
            else
            {
                joined.Add(interval);
            }
        }

        return joined;
    }
}

/// <summary>Numbers between two bounds; infinite ones don't belong to it.</summary>
internal readonly record struct Interval(double Low, bool HasLow, double High, bool HasHigh)
{
    public static Interval All { get; } = new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    public bool IsPoint => Low == High && HasLow && HasHigh;

    public bool IsEmpty => Low > High || (Low == High && !IsPoint);

    public static Interval Point(double number) => new(number, true, number, true);

    public Interval And(Interval other)
    {
        var (low, hasLow) = Low > other.Low ? (Low, HasLow) : Low < other.Low ? (other.Low, other.HasLow) : (Low, HasLow && other.HasLow);
        var (high, hasHigh) = High < other.High ? (High, HasHigh) : High > other.High ? (other.High, other.HasHigh) : (High, HasHigh && other.HasHigh);
        return new(low, hasLow, high, hasHigh);
    }

    /// <summary>Whether one that begins no earlier has no gap before it.</summary>
    public bool Touches(Interval next) => next.Low < High || (next.Low == High && (HasHigh || next.HasLow));

    public Interval Extend(Interval next) =>
        next.High > High ? this with { High = next.High, HasHigh = next.HasHigh }
        : next.High == High ? this with { HasHigh = HasHigh || next.HasHigh }
        : this;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(HasLow ? '[' : '(')}{Low:R} {High:R}{(HasHigh ? ']' : ')')}");
}
