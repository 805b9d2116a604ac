using SensorWatch.Local.Console.Stories;

namespace SensorWatch.Local.Tests.Console.Stories;

public sealed class StoryTests : IDisposable
{
    private readonly TracedStory _trace = new();

    public void Dispose() => _trace.Dispose();

    [Fact]
    public void A_story_begins_at_its_root_whichever_step_is_asked_for()
    {
        _trace.Deliver("a", "1");
        _trace.Publish("b", causation: "a", cause: "invocation:1");

        foreach (var step in new[] { "event:a", "message:a", "invocation:1", "event:b", "b", "own-id-of-b" })
        {
            var story = _trace.Tell(step);
            story.Root.Id.ShouldBe("event:a");
            TracedStory.All(story.Root).Select(one => one.Id).ShouldBe(["event:a", "message:a", "invocation:1", "event:b"]);
            story.Focus.ShouldBeOneOf("event:a", "message:a", "invocation:1", "event:b");
        }

        _trace.TryTell("nothing").ShouldBeNull();
    }

    [Fact]
    public void What_a_batch_led_to_stands_in_the_story_of_the_event_that_it_names()
    {
        Batch();
        _trace.Publish("effect-a", causation: "a", cause: "invocation:1");
        _trace.Publish("effect-b", causation: "b", cause: "invocation:1");

        Ids("event:a").ShouldBe(["event:a", "message:a", "invocation:1", "event:effect-a"]);
        Ids("event:effect-b").ShouldBe(["event:b", "message:b", "invocation:1", "event:effect-b"]);
        Find("event:a", "invocation:1").Shared.ShouldBe(1);
        Find("event:a", "event:effect-a").Shared.ShouldBeNull();
    }

    [Fact]
    public void What_names_no_event_of_its_batch_is_shared()
    {
        Batch();
        _trace.Change("change:1", "1", "a counter of everything");

        Find("event:a", "change:1").Shared.ShouldBe(1);
        Find("event:b", "change:1").Note.ShouldNotBeNull().ShouldContain("several messages");
    }

    [Fact]
    public void A_batch_whose_messages_are_all_of_one_story_leaves_nothing_open()
    {
        _trace.Invoke("0");
        _trace.Publish("a", cause: "invocation:0");
        _trace.Publish("b", cause: "invocation:0");
        _trace.Send("a", "event:a");
        _trace.Send("b", "event:b");
        _trace.Invoke("1", "message:a", "message:b");
        _trace.Change("change:1", "1", "a counter of everything");
        _trace.Publish("effect-b", causation: "b", cause: "invocation:1");

        Ids("event:a").ShouldBe(["invocation:0", "event:a", "event:b", "message:a", "message:b", "invocation:1", "change:1", "event:effect-b"], ignoreOrder: true);
        Find("event:a", "change:1").Shared.ShouldBeNull();
        Find("event:a", "message:b").Attempts.ShouldHaveSingleItem().Invocation.ShouldBe("invocation:1");
    }

    [Fact]
    public void A_change_belongs_to_the_event_that_its_key_or_its_transaction_names()
    {
        Batch();
        _trace.Change("record:1@Table", "1", "done#own-id-of-a", transaction: "record:1@Table");
        _trace.Change("record:2@Table", "1", "state", transaction: "record:1@Table");
        _trace.Change("record:3@Table", "1", "done#own-id-of-b", transaction: "record:3@Table");
        _trace.Change("record:4@Table", "1", "state", transaction: "record:3@Table");

        Ids("event:a").ShouldBe(["event:a", "message:a", "invocation:1", "record:1@Table", "record:2@Table"]);
        Ids("record:4@Table").ShouldBe(["event:b", "message:b", "invocation:1", "record:3@Table", "record:4@Table"]);
    }

    [Fact]
    public void A_message_that_came_three_times_has_one_call_with_three_attempts()
    {
        _trace.Publish("a");
        _trace.Send("a", "event:a");
        foreach (var attempt in new[] { "1", "2", "3" })
        {
            Find("event:a", "message:a").Status.ShouldBe("waiting");
            _trace.Invoke(attempt, "message:a");
            Find("event:a", "message:a").Status.ShouldBe("running");
            _trace.Answer(attempt, attempt == "3" ? null : "Boom");
            if (attempt != "3")
            {
                _trace.Return("a", attempt);
            }
        }

        _trace.Handle("a");

        Find("event:a", "message:a").Status.ShouldBe("ok");
        var call = Find("event:a", "invocation:3");
        call.Title.ShouldBe("Function, 3rd attempt");
        call.Attempts.Select(attempt => (attempt.Status, attempt.ErrorType)).ShouldBe([("error", "Boom"), ("error", "Boom"), ("ok", null)]);
        Ids("invocation:1").ShouldBe(["event:a", "message:a", "invocation:1"]);
    }

    [Fact]
    public void A_message_that_a_successful_call_reports_as_failed_has_failed()
    {
        _trace.Publish("a");
        _trace.Send("a", "event:a");
        _trace.Invoke("1", "message:a");
        _trace.Answer("1");
        _trace.Return("a", "1");

        var message = Find("event:a", "message:a");
        (message.Status, message.Note).ShouldBe(("waiting", $"It comes again. {StepAttempts.BatchItemFailure}: The function named this message among those that failed; its log tells why."));
    }

    [Fact]
    public void A_dead_message_tells_why_and_what_was_redriven_stands_below_it()
    {
        _trace.Publish("a");
        _trace.Send("a", "event:a");
        _trace.Invoke("1", "message:a");
        _trace.Answer("1", "Boom");
        _trace.Return("a", "1");
        _trace.DeadLetter("a");

        var dead = Find("event:a", "message:a");
        (dead.Status, dead.Node, dead.Note).ShouldBe(("dead", TracedStory.DeadLetterQueue, "Dead after 3 receives. Boom"));

        _trace.Send("again", "message:a");

        Find("event:a", "message:a").Note.ShouldBe("Dead after 3 receives. Boom It was redriven.");
        Find("event:a", "message:again").Status.ShouldBe("waiting");
        Ids("message:again").ShouldBe(["event:a", "message:a", "invocation:1", "message:again"]);
    }

    [Fact]
    public void A_replayed_event_is_the_same_step_and_its_new_messages_tell_of_the_replay()
    {
        _trace.Deliver("a", "1");
        _trace.Publish("a", replay: "friday");
        _trace.Send("second", "event:a");

        var story = _trace.Tell("event:a");
        story.Root.Facts.Select(fact => fact.Kind).ShouldBe(["published", "published"]);
        story.Root.Children.Select(child => child.Note).ShouldBe([null, "It waits in the queue. From the replay friday."]);
    }

    [Fact]
    public void An_event_that_no_rule_takes_is_dropped()
    {
        _trace.Publish("a", matches: false);

        var root = _trace.Tell("a").Root;
        (root.Title, root.Status, root.Note).ShouldBe(("Happened", "dropped", "No rule of the bus bus matched it."));
    }

    [Fact]
    public void A_long_story_is_cut_but_for_what_was_asked_for_and_what_came_of_it()
    {
        _trace.Invoke("0");
        foreach (var number in Enumerable.Range(0, 100))
        {
            _trace.Publish($"{number}", cause: "invocation:0");
            _trace.Send($"{number}", $"event:{number}");
        }

        var story = _trace.Tell("event:90", maximumSteps: 10);

        story.Truncated.ShouldBeTrue();
        var ids = TracedStory.All(story.Root).Select(step => step.Id).ToList();
        ids.Count.ShouldBe(10);
        ids.ShouldContain("event:90");
        ids.ShouldContain("message:90");
    }

    private void Batch()
    {
        _trace.Publish("a");
        _trace.Publish("b");
        _trace.Send("a", "event:a");
        _trace.Send("b", "event:b");
        _trace.Invoke("1", "message:a", "message:b");
    }

    private IEnumerable<string> Ids(string step) => TracedStory.All(_trace.Tell(step).Root).Select(one => one.Id);

    private StoryStep Find(string story, string step) => TracedStory.All(_trace.Tell(story).Root).Single(one => one.Id == step);
}
