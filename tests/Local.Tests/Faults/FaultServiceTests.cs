using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Access;

namespace SensorWatch.Local.Tests.Faults;

public sealed class FaultServiceTests
{
    private const string Batch = """{"Records":[{"messageId":"1"},{"messageId":"2"},{"messageId":"3"},{"messageId":"4"},{"messageId":"5"},{"messageId":"6"}]}""";

    private readonly AccessFixture _system = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<Invocation> _invoked = [];

    [Theory]
    [InlineData("Work:error:0.01:seed=7", "Work", FaultKind.Error, 0.01, 7, 0)]
    [InlineData("jobs->Work:Duplicate", "jobs->Work", FaultKind.Duplicate, 1, 0, 0)]
    [InlineData("*:delay:ms=250:0.5", "*", FaultKind.Delay, 0.5, 0, 250)]
    [InlineData("Work->dynamodb:PutItem:throttle:1", "Work->dynamodb:PutItem", FaultKind.Throttle, 1, 0, 0)]
    public void A_fault_is_read_and_written(string text, string target, FaultKind kind, double rate, int seed, int milliseconds)
    {
        var fault = Fault.Parse(text);

        fault.ShouldBe(new(target, kind, rate, seed, TimeSpan.FromMilliseconds(milliseconds)));
        Fault.Parse(fault.ToString()).ShouldBe(fault);
    }

    [Theory]
    [InlineData("Work")]
    [InlineData("Work:explode")]
    [InlineData(":error")]
    [InlineData("Work:0")]
    [InlineData("Work:error:1.1")]
    [InlineData("Work:error:NaN")]
    [InlineData("Work:error:often")]
    [InlineData("Work:error:ms=5")]
    public void What_is_no_fault_is_refused_with_the_form(string text) =>
        Should.Throw<FormatException>(() => Fault.Parse(text)).Message.ShouldContain("TARGET:KIND[:RATE]");

    [Theory]
    [InlineData("Wrok:error", "There is no function 'Wrok'. There are: h; * stands for any.")]
    [InlineData("job->Work:error", "There is no queue, table with a stream, API, rule or schedule 'job'. There are: jobs")]
    [InlineData("Work:reorder", "only a queue delivers in another order")]
    [InlineData("Work->sqs:crash", "a service does not crash here")]
    [InlineData("Work->s3:duplicate", "a call is not delivered")]
    public void A_fault_that_cannot_strike_is_refused_with_what_there_is(string text, string message) =>
        Should.Throw<LocalException>(() => Faults(text)).Message.ShouldContain(message);

    [Fact]
    public async Task The_same_seed_strikes_the_same_cases_at_the_rate()
    {
        var first = await RunAsync(Faults("Work:error:0.2:seed=7"));
        var again = await RunAsync(Faults("Work:error:0.2:seed=7"));
        var other = await RunAsync(Faults("Work:error:0.2:seed=8"));

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        first.Count(failed => failed).ShouldBeInRange(140, 260);

        async Task<List<bool>> RunAsync(FaultService faults)
        {
            List<bool> failed = [];
            for (var i = 0; i < 1_000; i++)
            {
                failed.Add((await InvokeAsync(faults)).FunctionError is not null);
            }

            return failed;
        }
    }

    [Fact]
    public async Task An_error_or_a_throttle_comes_instead_of_the_function()
    {
        var error = await InvokeAsync(Faults("h:error"));
        var throttled = await InvokeAsync(Faults("*:throttle"));

        (error.FunctionError, JsonNode.Parse(error.Payload.Span)!["errorType"]!.ToString()).ShouldBe(("Unhandled", "FaultOnDemand"));
        throttled.Throttled.ShouldBeTrue();
        _invoked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_is_the_processs_own_and_a_duplicate_comes_with_an_id_of_its_own()
    {
        await InvokeAsync(Faults("Work:crash"));
        await InvokeAsync(Faults("Work:duplicate"));

        _invoked.Select(invocation => invocation.Crashes).ShouldBe([true, false, false]);
        _invoked[1].RequestId.ShouldNotBe(_invoked[2].RequestId);
        _invoked[1].Payload.ToArray().ShouldBe(_invoked[2].Payload.ToArray());
    }

    [Fact]
    public async Task An_edges_fault_strikes_what_comes_by_that_edge_alone()
    {
        var faults = Faults("jobs->Work:reorder:seed=3");

        await InvokeAsync(faults);
        await InvokeAsync(faults, "arn:aws:sqs:eu-west-1:111122223333:other");
        await InvokeAsync(faults, _system.Deployment.Queues[0].Arn);

        _invoked.Select(Ids).Take(2).ShouldAllBe(ids => ids == "123456");
        Ids(_invoked[2]).ShouldNotBe("123456");
        string.Concat(Ids(_invoked[2]).Order()).ShouldBe("123456");
        faults.Active.Single().Count.ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_delay_passes_on_the_services_clock()
    {
        var invocation = InvokeAsync(Faults("Work:delay:ms=5000"));
        _time.Advance(TimeSpan.FromSeconds(4));
        invocation.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));

        (await invocation).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_functions_calls_are_struck_and_an_operators_are_not()
    {
        var faults = Faults("Work->dynamodb:PutItem:throttle", "*->sqs:error");

        (await RefusalAsync(faults, "dynamodb", "PutItem"))!.Code.ShouldEndWith("#ProvisionedThroughputExceededException");
        (await RefusalAsync(faults, "dynamodb", "GetItem")).ShouldBeNull();
        (await RefusalAsync(faults, "sqs", "SendMessage"))!.StatusCode.ShouldBe(500);
        await faults.DisturbAsync(_system.Call("dynamodb", "PutItem"), caller: null, CancellationToken.None);
        faults.Clear();
        (await RefusalAsync(faults, "sqs", "SendMessage")).ShouldBeNull();
    }

    private static string Ids(Invocation invocation) =>
        string.Concat(JsonNode.Parse(invocation.Payload.Span)!["Records"]!.AsArray().Select(record => record!["messageId"]!.ToString()));

    private FaultService Faults(params IEnumerable<string> faults) => new(_system.Deployment, [.. faults.Select(Fault.Parse)], _time);

    private Task<InvocationResult> InvokeAsync(FaultService faults, string? source = null) => faults.InvokeAsync(
        _system.Deployment.Functions[0],
        source,
        new("id", Encoding.UTF8.GetBytes(Batch), _time.GetUtcNow()),
        (invocation, _) =>
        {
            _invoked.Add(invocation);
            return Task.FromResult(new InvocationResult(invocation.RequestId, "null"u8.ToArray()));
        },
        CancellationToken.None);

    private async Task<AwsException?> RefusalAsync(FaultService faults, string service, string operation)
    {
        try
        {
            await faults.DisturbAsync(_system.Call(service, operation), _system.Deployment.Functions[0], CancellationToken.None);
            return null;
        }
        catch (AwsException refused)
        {
            return refused;
        }
    }
}
