using System.Diagnostics;
using CsCheck;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Tests.Events;

public sealed class DeliveryRetryTests
{
    private const string Edge = "Orders->OrdersQueue";

    [Fact]
    public void A_target_that_fails_for_a_time_gets_each_event_once_when_it_is_tried_again()
    {
        using var events = new DeliveryFixture([$"{Edge}:error:0.7:seed=7"]);
        var ids = Enumerable.Range(0, 100).Select(_ => events.Put()).ToList();
        var atOnce = events.TakeIds("orders");
        atOnce.Count.ShouldBeInRange(15, 45);
        events.Buses.PendingDeliveries.ShouldBe(100 - atOnce.Count);

        events.Pass(TimeSpan.FromHours(4));

        atOnce.Concat(events.TakeIds("orders")).Order().ShouldBe(ids.Order());
        events.Take("dead").ShouldBeEmpty();
        events.Buses.PendingDeliveries.ShouldBe(0);
    }

    [Theory]
    [InlineData("throttle", "THROTTLING")]
    [InlineData("error", "INTERNAL_ERROR")]
    public void After_the_last_attempt_an_event_goes_to_the_dead_letter_queue_with_what_ran_out(string kind, string code)
    {
        using var events = new DeliveryFixture([$"{Edge}:{kind}"], """, "RetryPolicy": { "MaximumRetryAttempts": 3 }""");
        var id = events.Put();
        events.Take("dead").ShouldBeEmpty();

        events.Pass(TimeSpan.FromMinutes(1));

        var dead = events.Take("dead").Single();
        dead.Body.ShouldContain(id);
        Attributes(dead).ShouldBe(new Dictionary<string, string?>
        {
            ["ERROR_CODE"] = code,
            ["ERROR_MESSAGE"] = $"Fault on demand: {Edge}:{kind}:1:seed=0",
            ["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts",
            ["RETRY_ATTEMPTS"] = "3",
            ["RULE_ARN"] = events.Deployment.Rules[0].Arn,
            ["TARGET_ARN"] = events.Deployment.Queues[0].Arn,
        }, ignoreOrder: true);
        events.Faults.Active.Single().Count.Cases.ShouldBe(4);
    }

    [Fact]
    public void An_event_that_is_too_old_goes_to_the_dead_letter_queue_at_that_age()
    {
        using var events = new DeliveryFixture([$"{Edge}:error"], """, "RetryPolicy": { "MaximumEventAgeInSeconds": 60 }""");
        events.Put();

        events.Pass(TimeSpan.FromSeconds(59));
        events.Take("dead").ShouldBeEmpty();
        events.Pass(TimeSpan.FromSeconds(1));

        Attributes(events.Take("dead").Single())["EXHAUSTED_RETRY_CONDITION"].ShouldBe("MaximumEventAgeInSeconds");
    }

    [Fact]
    public void Without_retries_the_first_failure_is_the_last()
    {
        using var events = new DeliveryFixture([$"{Edge}:error"], """, "RetryPolicy": { "MaximumRetryAttempts": 0 }""");

        events.Put();

        var attributes = Attributes(events.Take("dead").Single());
        (attributes["RETRY_ATTEMPTS"], attributes["EXHAUSTED_RETRY_CONDITION"]).ShouldBe(("0", "MaximumRetryAttempts"));
    }

    [Fact]
    public void What_trying_again_cannot_mend_is_not_tried_again()
    {
        using var events = new DeliveryFixture([], targetArn: "\"arn:aws:sqs:eu-west-1:111122223333:gone\"");

        events.Put();

        var attributes = Attributes(events.Take("dead").Single());
        attributes["ERROR_CODE"].ShouldBe("NO_RESOURCE");
        attributes.ShouldNotContainKey("EXHAUSTED_RETRY_CONDITION");
    }

    [Fact]
    public void A_day_of_retries_passes_in_a_moment_and_uses_up_the_default_policy()
    {
        using var events = new DeliveryFixture([$"{Edge}:error"]);
        events.Put();
        var watch = Stopwatch.StartNew();

        while (events.Clock.UntilNextTimer is { } next)
        {
            events.Clock.Advance(next);
        }

        events.Clock.Offset.ShouldBeInRange(TimeSpan.FromHours(20), TimeSpan.FromHours(24));

        var attributes = Attributes(events.Take("dead").Single());
        (attributes["RETRY_ATTEMPTS"], attributes["EXHAUSTED_RETRY_CONDITION"]).ShouldBe(("185", "MaximumRetryAttempts"));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Setting_the_clock_forward_walks_from_retry_to_retry()
    {
        using var events = new DeliveryFixture([$"{Edge}:error"]);
        var id = events.Put();

        await events.SetForwardAsync(TimeSpan.FromHours(1));

        events.Faults.Active.Single().Count.Cases.ShouldBeInRange(14, 20);
        events.Faults.Clear();
        await events.SetForwardAsync(TimeSpan.FromMinutes(11));
        events.TakeIds("orders").ShouldBe([id]);
    }

    [Fact]
    public void What_waits_is_at_rest_until_it_is_due()
    {
        using var events = new DeliveryFixture([$"{Edge}:error"]);

        events.Put();

        events.Buses.IsIdle.ShouldBeTrue();
        events.Buses.PendingDeliveries.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 600)]
    public void What_waits_outlives_the_process_and_comes_once(int rate, int off)
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            List<string> ids;
            using (var before = new DeliveryFixture([$"{Edge}:error"], directory: directory.FullName))
            {
                ids = [.. Enumerable.Range(0, 20).Select(_ => before.Put())];
                before.Pass(TimeSpan.FromSeconds(30));
                before.Buses.PendingDeliveries.ShouldBe(20);
            }

            using var after = new DeliveryFixture([$"{Edge}:delay:{rate}:ms=2000"], directory: directory.FullName, startsAfter: TimeSpan.FromSeconds(30 + off));
            after.Pass(TimeSpan.FromMinutes(2));

            after.TakeIds("orders").Order().ShouldBe(ids.Order());
            after.Buses.PendingDeliveries.ShouldBe(0);
            after.Take("dead").ShouldBeEmpty();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_waits_for_a_target_that_the_templates_do_not_have_any_more_is_dropped()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            using (var before = new DeliveryFixture([$"{Edge}:error"], directory: directory.FullName))
            {
                before.Put();
            }

            using var after = new DeliveryFixture([], directory: directory.FullName, targetId: "Another");
            after.Buses.PendingDeliveries.ShouldBe(0);
            after.Log.Lines.ShouldContain(line => line.Contains("What waited for target T of"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_delay_holds_an_event_back_once_and_a_duplicate_brings_it_twice()
    {
        using var events = new DeliveryFixture([$"{Edge}:delay:ms=30000", $"{Edge}:duplicate"]);
        var id = events.Put();

        events.Pass(TimeSpan.FromSeconds(29));
        events.Take("orders").ShouldBeEmpty();
        events.Pass(TimeSpan.FromSeconds(1));

        events.TakeIds("orders").ShouldBe([id, id]);
    }

    [Fact]
    public void Every_event_is_in_the_target_or_the_dead_letter_queue_whatever_fails() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 6], Gen.Int[0, 1_000], Gen.Int[60, 600]).Sample(
            (rate, attempts, seed, age) =>
            {
                using var events = new DeliveryFixture(
                    [$"{Edge}:throttle:0.{rate:00}:seed={seed}", $"{Edge}:delay:0.3:seed={seed}:ms=7000"],
                    $$""", "RetryPolicy": { "MaximumRetryAttempts": {{attempts}}, "MaximumEventAgeInSeconds": {{age}} }""");
                var ids = Enumerable.Range(0, 10).Select(_ => events.Put()).ToList();

                events.Pass(TimeSpan.FromMinutes(15));

                events.TakeIds("orders").Concat(events.TakeIds("dead")).Order().ShouldBe(ids.Order());
            },
            iter: 30);

    [Fact]
    public void Waits_double_with_jitter_up_to_ten_minutes_and_are_the_same_for_the_same_event()
    {
        var policy = new RetryPolicy(185, TimeSpan.FromDays(1));
        var now = DateTimeOffset.UnixEpoch;

        for (var failures = 1; failures <= 20; failures++)
        {
            var wait = policy.Next(new(now, failures), "event", now)!.Value - now;
            var whole = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures - 1), 600));
            wait.ShouldBeInRange(whole / 2, whole + TimeSpan.FromMilliseconds(1));
            policy.Next(new(now, failures), "event", now)!.Value.ShouldBe(now + wait);
            policy.Next(new(now, failures), "another", now)!.Value.ShouldNotBe(now + wait);
        }
    }

    [Theory]
    [InlineData("\"MaximumRetryAttempts\": 186", "0 to 185; 186 came")]
    [InlineData("\"MaximumEventAgeInSeconds\": 59", "60 to 86400; 59 came")]
    public void A_policy_that_EventBridge_does_not_take_is_refused(string policy, string reason) =>
        Should.Throw<RefusedException>(() => new DeliveryFixture([], $$""", "RetryPolicy": { {{policy}} }""")).Message.ShouldContain(reason);

    private static Dictionary<string, string?> Attributes(ReceivedMessage message) =>
        message.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.StringValue);
}
