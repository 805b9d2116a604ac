using System.Collections.Concurrent;
using System.Text.Json;
using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Infra.Patterns;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>
/// What a predicate says of an event in C#, its pattern says of the event's JSON. A predicate of which that isn't so has no pattern.
/// </summary>
public sealed class PredicateAgreementTests
{
    private const int EventsPerPredicate = 60;

    private readonly ConcurrentDictionary<string, int> _kinds = new();
    private int _pairs;
    private int _matches;
    private int _patterns;
    private int _refusals;

    [Fact]
    public void Every_condition_that_is_supported_agrees_by_itself_and_negated()
    {
        foreach (var condition in SupportedConditions.Deliveries.Each)
        {
            var before = _patterns;
            // A draw may contradict itself (5 <= n < 3) and have no pattern; twenty in a row don't.
            for (var round = 0; round < 20 && _patterns == before; round++)
            {
                Check(condition, iterations: 3);
            }

            _patterns.ShouldBeGreaterThan(before, condition.Single().ToString());
            Check(condition.Select(predicate => predicate.Not()), iterations: 3);
        }

        _patterns.ShouldBeGreaterThan(_refusals * 3);
    }

    [Fact]
    public void Random_predicates_agree_with_their_patterns()
    {
        Check(SupportedConditions.Deliveries.Joined(2), iterations: 2_200);

        _pairs.ShouldBeGreaterThan(100_000);
        ((double)_matches / _pairs).ShouldBeInRange(0.2, 0.8);
        foreach (var kind in SupportedConditions.Deliveries.Each.Select(condition => condition.Single()).SelectMany(predicate => predicate.Kinds).Distinct())
        {
            _kinds.GetValueOrDefault(kind).ShouldBeGreaterThan(10, kind);
        }
    }

    [Fact]
    public void Random_predicates_that_EventBridge_would_understand_differently_are_refused()
    {
        foreach (var condition in UnsupportedConditions.Deliveries.Each)
        {
            Check(condition, iterations: 3);
        }

        Check(
            Gen.Select(UnsupportedConditions.Deliveries.One, SupportedConditions.Deliveries.Joined(1), Gen.Bool, (one, other, both) => both ? other.And(one) : other.Or(one)),
            iterations: 500);
        _refusals.ShouldBeGreaterThan(_patterns);
    }

    private void Check(Gen<RandomPredicate<Delivery>> predicates, int iterations) => Gen.Select(predicates, DeliveryGen.Deliveries.Array[EventsPerPredicate]).Sample(
        (predicate, events) => Check(predicate, events),
        iter: iterations,
        print: sample => $"{sample.Item1} with {sample.Item2.Length} events");

    private void Check(RandomPredicate<Delivery> predicate, Delivery[] events)
    {
        EventPattern pattern;
        try
        {
            pattern = EventPattern.Parse(On.Event<Delivery>().Where(predicate.Body, "").ToString());
        }
        catch (PatternNotSupportedException exception)
        {
            Interlocked.Increment(ref _refusals);
            if (exception.Reason.StartsWith("it contradicts itself", StringComparison.Ordinal))
            {
                events.Where(predicate.Body.Compile()).ShouldBeEmpty();
            }
            else if (exception.Reason.StartsWith("it is true for every event", StringComparison.Ordinal))
            {
                events.Where(predicate.Body.Compile()).Count().ShouldBe(events.Length);
            }

            return;
        }

        var compiled = predicate.Body.Compile();
        foreach (var @event in events)
        {
            using var json = JsonSerializer.SerializeToDocument(
                new BusEvent<Delivery>
                {
                    Id = "1",
                    Source = Delivery.Contract.Source,
                    DetailType = Delivery.Contract.DetailType,
                    Detail = new(EventMetadata.First("1", "1", Delivery.Contract, default), @event),
                },
                Delivery.Contract.Json);
            var expected = compiled(@event);
            pattern.Matches(json.RootElement).ShouldBe(expected, $"{predicate}\n{pattern}\n{json.RootElement.GetRawText()}");
            Interlocked.Increment(ref _pairs);
            Interlocked.Add(ref _matches, expected ? 1 : 0);
        }

        Interlocked.Increment(ref _patterns);
        foreach (var kind in predicate.Kinds)
        {
            _kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }
    }
}
