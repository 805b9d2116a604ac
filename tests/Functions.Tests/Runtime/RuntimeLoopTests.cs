using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

/// <summary>Invocations, one after another.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class RuntimeLoopTests : IAsyncLifetime
{
    private RuntimeHost _host = null!;

    public async Task InitializeAsync() => _host = await RuntimeHost.CreateAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Each_event_is_answered_under_its_own_request_id()
    {
        _host.Start();

        await _host.SendAsync("one", "request-1");
        (await _host.Api.ReceiveAsync()).ShouldBe(new("/invocation/request-1/response", """{"text":"one!"}""", null));
        await _host.SendAsync("two", "request-2");
        (await _host.Api.ReceiveAsync()).ShouldBe(new("/invocation/request-2/response", """{"text":"two!"}""", null));
    }

    [Fact]
    public async Task What_an_invocation_counts_is_one_line_even_when_it_fails()
    {
        _host.Create = services => new TestHandler((question, _, _) =>
        {
            services.Metrics.Add(BusinessMetric.ReadingsStored, 2);
            services.Metrics.Add(BusinessMetric.ReadingsStored, 3);
            return question.Text == "fail" ? throw new InvalidOperationException("no") : Task.FromResult(new Reply("done"));
        });
        _host.Start();

        await _host.SendAsync("one", "request-1");
        await _host.Api.ReceiveAsync();
        await _host.SendAsync("fail", "request-2");
        await _host.Api.ReceiveAsync();

        _host.Log.Where(line => line["_aws"] is not null)
            .Select(line => ((string?)line["requestId"], (string?)line[Metrics.Dimension], (int?)line[nameof(BusinessMetric.ReadingsStored)]))
            .ShouldBe([("request-1", "test", 5), ("request-2", "test", 5)]);
    }

    [Fact]
    public async Task The_handler_that_HANDLER_names_is_called()
    {
        _host.Environment["_HANDLER"] = nameof(OtherHandler);
        _host.Start();

        await _host.SendAsync("one");

        (await _host.Api.ReceiveAsync()).Body.ShouldBe("""{"text":"other"}""");
    }

    [Theory]
    [InlineData("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1", true)]
    [InlineData("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:a87bd80c:0", false)]
    [InlineData(null, false)]
    public void Only_a_trace_that_is_recorded_is_named_in_the_log(string? traceId, bool isNamed) =>
        new Invocation("request-1", DateTimeOffset.UnixEpoch, "arn", default) { TraceId = traceId }.RecordedTraceId.ShouldBe(isNamed ? traceId : null);

    [Fact]
    public async Task The_context_tells_what_Lambda_said()
    {
        ILambdaContext? seen = null;
        string? traceVariable = null;
        _host.Handle = (_, context, _) =>
        {
            seen = context;
            traceVariable = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
            return Task.FromResult(new Reply("done"));
        };
        _host.Start();

        await _host.SendAsync(
            "one",
            "request-7",
            deadlineSeconds: 10,
            ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"),
            ("Lambda-Runtime-Aws-Tenant-Id", "tenant"),
            ("Lambda-Runtime-Client-Context", """{"client":{"installation_id":"i","app_title":"t"},"custom":{"a":"b"},"env":{"os":"linux"}}"""),
            ("Lambda-Runtime-Cognito-Identity", """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"""));
        await _host.Api.ReceiveAsync();

        var context = seen.ShouldNotBeNull();
        context.AwsRequestId.ShouldBe("request-7");
        context.InvokedFunctionArn.ShouldBe("arn:aws:lambda:eu-west-1:111122223333:function:test");
        context.FunctionName.ShouldBe("test");
        context.FunctionVersion.ShouldBe("$LATEST");
        context.MemoryLimitInMB.ShouldBe(256);
        context.LogGroupName.ShouldBe("/aws/lambda/test");
        context.LogStreamName.ShouldBe("stream");
        context.TraceId.ShouldBe("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1");
        traceVariable.ShouldBe(context.TraceId);
        context.TenantId.ShouldBe("tenant");
        context.ClientContext.Client.InstallationId.ShouldBe("i");
        context.ClientContext.Client.AppTitle.ShouldBe("t");
        context.ClientContext.Custom["a"].ShouldBe("b");
        context.ClientContext.Environment["os"].ShouldBe("linux");
        context.Identity.IdentityId.ShouldBe("id");
        context.Identity.IdentityPoolId.ShouldBe("pool");
        context.RemainingTime.ShouldBe(TimeSpan.FromSeconds(10));
        _host.Time.Advance(TimeSpan.FromSeconds(4));
        context.RemainingTime.ShouldBe(TimeSpan.FromSeconds(6));
        _host.Time.Advance(TimeSpan.FromSeconds(7));
        context.RemainingTime.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_Lambda_does_not_say_is_null_or_empty()
    {
        ILambdaContext? seen = null;
        _host.Handle = (_, context, _) =>
        {
            seen = context;
            return Task.FromResult(new Reply("done"));
        };
        _host.Start();

        await _host.SendAsync("one");
        await _host.Api.ReceiveAsync();

        seen.ShouldNotBeNull();
        seen.ClientContext.ShouldBeNull();
        seen.Identity.ShouldBeNull();
        seen.TraceId.ShouldBeEmpty();
        seen.TenantId.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_s_exception_is_reported_and_the_next_event_is_handled()
    {
        _host.Handle = (question, _, _) => question.Text == "bad"
            ? throw new InvalidOperationException("can't")
            : Task.FromResult(new Reply("fine"));
        _host.Start();

        await _host.SendAsync("bad", "request-1");
        var post = await _host.Api.ReceiveAsync();
        await _host.SendAsync("good", "request-2");

        post.Path.ShouldBe("/invocation/request-1/error");
        post.ErrorType.ShouldBe("Function.InvalidOperationException");
        post.Json["errorType"]!.GetValue<string>().ShouldBe("InvalidOperationException");
        post.Json["errorMessage"]!.GetValue<string>().ShouldBe("can't");
        post.Json["stackTrace"].ShouldBeOfType<JsonArray>()[0]!.GetValue<string>().ShouldStartWith("at ");
        (await _host.Api.ReceiveAsync()).Path.ShouldBe("/invocation/request-2/response");
        var line = _host.Log.ShouldHaveSingleItem();
        line["level"]!.GetValue<string>().ShouldBe("ERROR");
        line["requestId"]!.GetValue<string>().ShouldBe("request-1");
        line["errorMessage"]!.GetValue<string>().ShouldBe("can't");
    }

    [Theory]
    [InlineData("{", "Runtime.UnmarshalError")]
    [InlineData("null", "Runtime.UnmarshalError")]
    [InlineData("""{"text":1}""", "Runtime.UnmarshalError")]
    public async Task An_event_that_the_handler_does_not_take_is_reported(string body, string errorType)
    {
        _host.Start();

        await _host.Api.SendAsync(body, "request-1", _host.Time.GetUtcNow().AddSeconds(5));

        var post = await _host.Api.ReceiveAsync();
        post.Path.ShouldBe("/invocation/request-1/error");
        post.ErrorType.ShouldBe(errorType);
        post.Json["errorMessage"]!.GetValue<string>().ShouldContain(nameof(Question));
    }

    [Theory]
    [InlineData(30, 29.5)]
    [InlineData(1, 0.9)]
    public async Task A_handler_is_told_to_stop_shortly_before_the_deadline(double deadlineSeconds, double stopSeconds)
    {
        var token = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Handle = async (_, _, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            token.SetResult(cancellationToken);
            await cancelled.Task;
            throw new OperationCanceledException(cancellationToken);
        };
        _host.Start();
        await _host.SendAsync("slow", deadlineSeconds: deadlineSeconds);
        var seen = await token.Task;

        _host.Time.Advance(TimeSpan.FromSeconds(stopSeconds) - TimeSpan.FromMilliseconds(1));
        seen.IsCancellationRequested.ShouldBeFalse();
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));

        var post = await _host.Api.ReceiveAsync();
        post.ErrorType.ShouldBe("Function.OperationCanceledException");
    }

    [Fact]
    public async Task An_invocation_that_is_past_its_deadline_is_cancelled_from_the_start()
    {
        var wasCancelled = false;
        _host.Handle = (_, _, cancellationToken) =>
        {
            wasCancelled = cancellationToken.IsCancellationRequested;
            return Task.FromResult(new Reply("late"));
        };
        _host.Start();

        await _host.SendAsync("late", deadlineSeconds: -1);
        await _host.Api.ReceiveAsync();

        wasCancelled.ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_reported_as_an_error()
    {
        _host.Api.Refusals.Enqueue((413, """{"errorType":"RequestEntityTooLarge","errorMessage":"Exceeded maximum allowed payload size."}"""));
        _host.Start();

        await _host.SendAsync("one");

        (await _host.Api.ReceiveAsync()).Path.ShouldBe("/invocation/request-1/response");
        var post = await _host.Api.ReceiveAsync();
        post.Path.ShouldBe("/invocation/request-1/error");
        post.ErrorType.ShouldBe("Function.ResponseSizeTooLarge");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task An_answer_that_comes_too_late_is_logged_and_the_next_event_is_handled(int status)
    {
        _host.Api.Refusals.Enqueue((status, "{}"));
        _host.Start();

        await _host.SendAsync("one", "request-1");
        await _host.Api.ReceiveAsync();
        await _host.SendAsync("two", "request-2");

        (await _host.Api.ReceiveAsync()).Path.ShouldBe("/invocation/request-2/response");
        _host.Log.ShouldHaveSingleItem()["level"]!.GetValue<string>().ShouldBe("ERROR");
    }

    [Fact]
    public async Task An_answer_of_500_ends_the_process()
    {
        _host.Api.Refusals.Enqueue((500, "{}"));
        _host.Start();

        await _host.SendAsync("one");

        (await _host.Exit.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
    }
}
