using System.Text.Json;
using CsCheck;
using SensorWatch.Templates.Patterns;
using static SensorWatch.Templates.Tests.Patterns.PatternGenerators;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>Patterns of all operators against a naive matcher, and sets of rules against their patterns one by one.</summary>
public class SecondOpinionTests
{
    private const int Times = 20_000;

    [Fact]
    public void A_naive_matcher_has_the_same_answer() => Gen.Select(Pattern, Event).Sample(
        (pattern, @event) => PatternMatch.Matches(pattern, @event).ShouldBe(NaiveMatcher.Matches(pattern, @event)),
        iter: Times);

    [Fact]
    public void A_set_of_rules_has_the_answers_of_its_patterns_in_their_order() => Gen.Select(Pattern.Array[0, 12], Event).Sample(
        (patterns, text) =>
        {
            List<EventPattern> parsed = [.. patterns.Select(EventPattern.Parse)];
            using var @event = JsonDocument.Parse(text);
            var expected = Enumerable.Range(0, parsed.Count).Where(number => parsed[number].Matches(@event.RootElement));

            new RuleSet<int>(parsed.Select((pattern, number) => (pattern, number))).Matching(@event.RootElement).ShouldBe(expected);
        },
        iter: 5_000);

    [Fact]
    public void The_generated_patterns_and_events_often_match()
    {
        var matches = 0;
        var samples = 0;
        Gen.Select(Pattern, Event).Sample(
            (pattern, @event) =>
            {
                Interlocked.Increment(ref samples);
                Interlocked.Add(ref matches, PatternMatch.Matches(pattern, @event) ? 1 : 0);
            },
            iter: 5_000);

        matches.ShouldBeInRange(samples / 50, samples / 2);
    }
}
