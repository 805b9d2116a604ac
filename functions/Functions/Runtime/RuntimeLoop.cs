using System.Net;
using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>The life of an execution environment after init: wait for an event, handle it, answer, again.</summary>
internal sealed class RuntimeLoop(
    RuntimeApiClient api, InvokeHandler handler, IReadOnlyDictionary<string, string> environment, JsonLogger log, TimeProvider time)
{
    private readonly ILambdaLogger _log = log;

    /// <summary>Handles invocations until told to stop.</summary>
    /// <param name="stop">Tells a running invocation to finish, and ends the loop once it has been answered.</param>
    /// <exception cref="RuntimeApiException">The Runtime API wants the process to end, or refused <c>next</c>.</exception>
    /// <exception cref="HttpRequestException">The Runtime API is gone.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await NextAsync(stop) is { } invocation)
        {
            // The AWS SDK and AWS X-Ray read the trace of the current invocation from this variable.
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            log.Begin(invocation.RequestId, invocation.RecordedTraceId);
            var outcome = await InvokeAsync(invocation, stop);
            await AnswerAsync(invocation.RequestId, outcome);
            log.Begin(null, null);
        }
    }

    private async Task<Invocation?> NextAsync(CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return null;
        }

        try
        {
            return await api.NextAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Outcome> InvokeAsync(Invocation invocation, CancellationToken stop)
    {
        var context = new LambdaContext(invocation, environment, log, time);
        using var deadline = new CancellationTokenSource(InvocationDeadline.TimeToWork(context.RemainingTime), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return new(await handler(invocation.Payload, context, either.Token), null);
        }
        catch (Exception exception)
        {
            _log.LogError(exception, "The invocation failed");
            return new(null, FunctionError.From(exception));
        }
    }

    private async Task AnswerAsync(string requestId, Outcome outcome)
    {
        try
        {
            await (outcome.Response is { } response
                ? api.RespondAsync(requestId, response)
                : api.ReportErrorAsync(requestId, outcome.Error!));
        }
        catch (RuntimeApiException exception) when (exception.StatusCode == HttpStatusCode.RequestEntityTooLarge && outcome.Error is null)
        {
            _log.LogError(exception, "The answer of {Bytes} bytes is larger than Lambda takes", outcome.Response!.Value.Length);
            var tooLarge = new InvocationException(
                "Function.ResponseSizeTooLarge", $"The answer of {outcome.Response.Value.Length} bytes is larger than Lambda takes, 6 MB.");
            await AnswerAsync(requestId, new(null, FunctionError.From(tooLarge)));
        }
        catch (RuntimeApiException exception) when (exception.StatusCode != HttpStatusCode.InternalServerError)
        {
            // Lambda has given the invocation up, as after its time-out; the next one is none the worse for it.
            _log.LogError(exception, "Lambda did not take the answer");
        }
    }

    /// <summary>What came of an invocation: an answer or an error.</summary>
    private sealed record Outcome(ReadOnlyMemory<byte>? Response, FunctionError? Error);
}
