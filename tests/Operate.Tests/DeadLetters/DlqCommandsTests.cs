using SensorWatch.Operate.Aws;
using SensorWatch.Operate.DeadLetters;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.Tests.DeadLetters;

public sealed class DlqCommandsTests : IAsyncLifetime
{
    private OperatedSystem _system = null!;

    public async Task InitializeAsync() => _system = await OperatedSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task A_list_puts_queues_that_hold_something_first_and_says_what_failed_there()
    {
        await UndeliverAsync("a", _system.Arn(OperatedSystem.Source));

        (await _system.RunAsync("dlq", "list", "--json")).ShouldBe(ExitCode.NeedsAttention);

        var queues = _system.Json.AsArray();
        queues.Select(queue => queue!["queue"]!.GetValue<string>()).ShouldBe([OperatedSystem.Undelivered, OperatedSystem.DeadLetters]);
        queues.Select(queue => queue!["messages"]!.GetValue<int>()).ShouldBe([1, 0]);
        queues.Select(queue => queue!["failedAt"]![0]!.GetValue<string>()).ShouldBe(["rule WorkRule", "queue WorkQueue"]);
    }

    [Fact]
    public async Task Peeking_shows_each_message_with_its_event_and_gives_it_back()
    {
        await _system.FailAsync("""{"id":"1","source":"s","detail-type":"Happened","detail":{"metadata":{"eventId":"event-1","correlationId":"c-1"}}}""");
        await _system.FailAsync("no JSON");

        (await _system.RunAsync("dlq", "peek", "WorkQueue", "--json")).ShouldBe(ExitCode.Done);

        var letters = _system.Json.AsArray();
        letters.Count.ShouldBe(2);
        letters.Single(letter => letter!["event"] is not null)!["event"]!.ToJsonString()
            .ShouldBe("""{"detailType":"Happened","source":"s","eventId":"event-1","correlationId":"c-1"}""");
        letters.ShouldAllBe(letter => letter!["reason"]!["at"]!.GetValue<string>() == "queue" && letter["reason"]!["source"]!.GetValue<string>() == "WorkQueue");
        (await _system.CountAsync(OperatedSystem.DeadLetters)).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Peeking_shows_why_EventBridge_could_not_deliver()
    {
        await UndeliverAsync("a", _system.Arn(OperatedSystem.Source));

        (await _system.RunAsync("dlq", "peek", OperatedSystem.Undelivered, "--limit", "1")).ShouldBe(ExitCode.Done);

        _system.Output.ShouldContain("EventBridge could not deliver it to WorkQueue after 185 retries: NO_PERMISSIONS: not allowed to send");
        _system.Error.ShouldContain("dlq redrive WorkUndelivered --endpoint http://127.0.0.1:");
    }

    [Fact]
    public async Task Without_a_filter_all_messages_go_back_where_they_failed()
    {
        await _system.FailAsync("a");
        await _system.FailAsync("b");

        (await _system.RunAsync("dlq", "redrive", OperatedSystem.DeadLetters, "--json")).ShouldBe(ExitCode.Done);

        _system.Json.ToJsonString().ShouldBe("""{"queue":"WorkQueueDeadLetters","dryRun":false,"sent":2,"messages":[]}""");
        (await _system.CountAsync(OperatedSystem.DeadLetters)).ShouldBe((0, 0));
        (await _system.ReceiveAsync(OperatedSystem.Source)).Select(message => message.Body).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_filter_chooses_messages_which_keep_their_attributes_and_the_others_stay()
    {
        await _system.FailAsync("sensor Roof", new() { ["tenant"] = "north" });
        await _system.FailAsync("sensor cellar");

        (await _system.RunAsync("dlq", "redrive", OperatedSystem.DeadLetters, "--filter", "roof")).ShouldBe(ExitCode.Done);

        _system.Output.Trim().ShouldBe("Sent 1 messages of WorkQueueDeadLetters to WorkQueue.");
        var sent = (await _system.ReceiveAsync(OperatedSystem.Source)).ShouldHaveSingleItem();
        sent.Body.ShouldBe("sensor Roof");
        sent.MessageAttributes["tenant"].StringValue.ShouldBe("north");
        (await _system.CountAsync(OperatedSystem.DeadLetters)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task One_message_can_be_chosen_by_its_id()
    {
        await _system.FailAsync("a");
        await _system.FailAsync("b");
        await _system.RunAsync("dlq", "peek", "WorkQueue", "--json");
        var id = _system.Json.AsArray().Single(letter => letter!["body"]!.GetValue<string>() == "b")!["messageId"]!.GetValue<string>();

        (await _system.RunAsync("dlq", "redrive", "WorkQueue", "--message", id)).ShouldBe(ExitCode.Done);

        (await _system.ReceiveAsync(OperatedSystem.Source)).ShouldHaveSingleItem().Body.ShouldBe("b");
        (await _system.RunAsync("dlq", "redrive", "WorkQueue", "--message", id)).ShouldBe(ExitCode.Failed);
        _system.Error.ShouldContain($"Expected the message {id} in WorkQueueDeadLetters");
    }

    [Fact]
    public async Task What_EventBridge_could_not_deliver_goes_to_its_target_as_it_was()
    {
        await UndeliverAsync("the event", _system.Arn(OperatedSystem.Source));

        (await _system.RunAsync("dlq", "redrive", OperatedSystem.Undelivered)).ShouldBe(ExitCode.Done);

        var sent = (await _system.ReceiveAsync(OperatedSystem.Source)).ShouldHaveSingleItem();
        sent.Body.ShouldBe("the event");
        (sent.MessageAttributes ?? []).ShouldBeEmpty();
        (await _system.CountAsync(OperatedSystem.Undelivered)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_can_not_be_sent_again_stays_and_a_person_is_told_what_to_do()
    {
        await UndeliverAsync("for a function", "arn:aws:lambda:us-east-1:123456789012:function:Direct");

        (await _system.RunAsync("dlq", "redrive", OperatedSystem.Undelivered)).ShouldBe(ExitCode.NeedsAttention);

        _system.Error.ShouldContain("is no queue of this environment; replay it: replay --rule");
        (await _system.CountAsync(OperatedSystem.Undelivered)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_go_where_and_changes_nothing()
    {
        await _system.FailAsync("a");

        (await _system.RunAsync("dlq", "redrive", "WorkQueue", "--dry-run", "--json")).ShouldBe(ExitCode.Done);

        var report = _system.Json;
        (report["dryRun"]!.GetValue<bool>(), report["sent"]!.GetValue<int>()).ShouldBe((true, 0));
        report["messages"]![0]!["to"]!.GetValue<string>().ShouldBe("WorkQueue");
        (await _system.CountAsync(OperatedSystem.DeadLetters)).ShouldBe((1, 0));
        (await _system.CountAsync(OperatedSystem.Source)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_redrive_that_is_stopped_has_lost_nothing_and_gives_back_what_it_held()
    {
        for (var number = 1; number <= 3; number++)
        {
            await _system.FailAsync($"message {number}");
        }

        using var aws = new AwsClients(new(_system.Address, null));
        using var stop = new CancellationTokenSource();
        var deployed = await DeployedSystem.ReadAsync(aws, new("dev"), CancellationToken.None);
        var letters = deployed.DeadLetterQueues.Single(queue => queue.HasQueuesOnly);
        var redrive = new MessageRedrive(aws.Sqs, deployed, letters, TimeProvider.System);

        // At one message a second; stopped in the pause after the first.
        await Should.ThrowAsync<OperationCanceledException>(() => redrive.RunAsync(new("message", null), rate: 1, dryRun: false, _ => stop.Cancel(), stop.Token));

        (await _system.CountAsync(OperatedSystem.DeadLetters)).ShouldBe((2, 0));
        (await _system.CountAsync(OperatedSystem.Source)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_move_that_is_stopped_leaves_the_rest_where_it_is()
    {
        for (var number = 1; number <= 3; number++)
        {
            await _system.FailAsync($"message {number}");
        }

        using var aws = new AwsClients(new(_system.Address, null));
        using var stop = new CancellationTokenSource();
        var deployed = await DeployedSystem.ReadAsync(aws, new("dev"), CancellationToken.None);
        var move = new MoveTask(aws.Sqs, deployed.DeadLetterQueues.Single(queue => queue.HasQueuesOnly), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() => move.RunAsync(rate: 1, _ => stop.Cancel(), stop.Token));

        var tasks = await aws.Sqs.ListMessageMoveTasksAsync(new() { SourceArn = _system.Arn(OperatedSystem.DeadLetters) });
        tasks.Results.ShouldHaveSingleItem().Status.ShouldBe("CANCELLED");
        (await _system.CountAsync(OperatedSystem.DeadLetters)).Waiting.ShouldBe(2);
    }

    [Fact]
    public async Task What_SQS_can_not_move_is_explained_and_goes_with_a_filter()
    {
        await _system.SendAsync(OperatedSystem.DeadLetters, "put here by hand");

        (await _system.RunAsync("dlq", "redrive", "WorkQueue")).ShouldBe(ExitCode.Failed);
        _system.Error.ShouldContain("the task was FAILED: CouldNotDetermineMessageSource. Messages that SQS can't move can be sent one by one");

        (await _system.RunAsync("dlq", "redrive", "WorkQueue", "--filter", "by hand")).ShouldBe(ExitCode.Done);
        (await _system.ReceiveAsync(OperatedSystem.Source)).ShouldHaveSingleItem().Body.ShouldBe("put here by hand");
    }

    [Theory]
    [InlineData("Work", "'Work' may be 2 dead-letter queues: WorkQueueDeadLetters, WorkUndelivered. Write one of these.")]
    [InlineData("WorkUndeliverd", "There is none of the dead-letter queues with the name 'WorkUndeliverd'. Did you mean 'WorkUndelivered'?")]
    public async Task A_name_that_is_not_one_queue_is_explained(string name, string message)
    {
        (await _system.RunAsync("dlq", "peek", name)).ShouldBe(ExitCode.Failed);

        _system.Error.Trim().ShouldBe(message);
    }

    private Task UndeliverAsync(string body, string targetArn) => _system.SendAsync(OperatedSystem.Undelivered, body, new()
    {
        ["RULE_ARN"] = _system.RuleArn,
        ["TARGET_ARN"] = targetArn,
        ["ERROR_CODE"] = "NO_PERMISSIONS",
        ["ERROR_MESSAGE"] = "not allowed to send",
        ["RETRY_ATTEMPTS"] = "185",
        ["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts",
    });
}
