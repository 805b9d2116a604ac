using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>The calls of a function, from what happened to their steps.</summary>
internal static class StepAttempts
{
    /// <summary>An error type of this console's own, for a call that succeeded and named some of its messages as failed.</summary>
    public const string BatchItemFailure = "BatchItemFailure";

    /// <summary>The calls that were made, in their order.</summary>
    /// <param name="invocations">Steps; an asynchronous one has all its attempts in it.</param>
    /// <param name="message">The message that they were made for; null for none. It may have failed though the call did not.</param>
    public static IReadOnlyList<StoryAttempt> Of(IEnumerable<TracedStep> invocations, TracedStep? message) =>
        [.. invocations.SelectMany(Of).OrderBy(attempt => attempt.Time).Select(attempt => Judge(attempt, message))];

    private static List<StoryAttempt> Of(TracedStep invocation)
    {
        var attempts = new List<StoryAttempt>();
        foreach (var fact in invocation.Facts)
        {
            if (fact.Kind == FactKind.Invoked)
            {
                attempts.Add(new(invocation.Id, fact.Time, "running"));
            }
            else if (attempts.Count > 0)
            {
                attempts[^1] = After(attempts[^1], fact);
            }
        }

        return attempts;
    }

    private static StoryAttempt After(StoryAttempt attempt, Fact fact) => fact.Kind switch
    {
        FactKind.Answered => attempt with
        {
            Status = attempt.Status == "timeout" ? attempt.Status : (string?)fact.Data?["status"] ?? "ok",
            EndTime = fact.Time,
            ErrorType = (string?)fact.Data?["errorType"],
            ErrorMessage = (string?)fact.Data?["errorMessage"],
        },
        FactKind.Reported => attempt with
        {
            DurationMs = (double?)fact.Data?["durationMs"],
            Status = (string?)fact.Data?["status"] == "Timeout" ? "timeout" : attempt.Status,
        },
        _ => attempt,
    };

    private static StoryAttempt Judge(StoryAttempt attempt, TracedStep? message)
    {
        var returned = message?.Facts.Any(fact => fact.Kind == FactKind.Returned && (string?)fact.Data?["invocation"] == StepId.KeyOf(attempt.Invocation)) == true;
        return returned && attempt.Status == "ok"
            ? attempt with { Status = "error", ErrorType = BatchItemFailure, ErrorMessage = "The function named this message among those that failed; its log tells why." }
            : attempt;
    }
}
