using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>Why messages were not handled, by the calls that were made for them.</summary>
internal sealed class MessageFailures(FactStore store)
{
    /// <summary>The last call that failed for a message; null when none is known.</summary>
    public MessageFailure? WhyHere(string messageId) => store.Read(connection =>
    {
        using var reader = new FactReader(connection);
        var steps = new TracedSteps(reader);
        if (steps.Find(StepId.Message(messageId)) is not { } message)
        {
            return null;
        }

        var calls = steps.EffectsOf(message.Id).Select(steps.Find).OfType<TracedStep>().Where(step => step.Kind == "invocation");
        return StepAttempts.Of(calls, message).LastOrDefault(attempt => StepStatus.Describe(attempt) is not null) is { } failed
            ? new MessageFailure(failed.ErrorType ?? failed.Status, StepStatus.Describe(failed)!, failed.Invocation)
            : null;
    });
}

/// <summary>A call that failed for a message.</summary>
/// <param name="Code">The error's type, <see cref="StepAttempts.BatchItemFailure"/>, <c>timeout</c> or <c>throttled</c>.</param>
/// <param name="Message">For people, in one line.</param>
/// <param name="Invocation">The call's step.</param>
internal sealed record MessageFailure(string Code, string Message, string Invocation);
