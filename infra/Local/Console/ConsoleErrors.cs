using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Console;

/// <summary>What the console's API answers to a request that it can't do: a status and a sentence.</summary>
internal static class ConsoleErrors
{
    /// <summary>A request that isn't one.</summary>
    public static AwsException Invalid(string message) => new("InvalidRequest", message);

    /// <summary>Something that isn't there, with what is.</summary>
    /// <param name="kind">What was looked for: <c>queue</c>.</param>
    /// <param name="name">The name that came.</param>
    /// <param name="known">The names that there are.</param>
    public static AwsException NotFound(string kind, string name, IEnumerable<string> known) => new(
        "NotFound", $"The name of a {kind} is expected, and '{name}' came. There are: {string.Join(", ", known)}.", StatusCodes.Status404NotFound);

    /// <summary>Something that isn't there, or not any more.</summary>
    public static AwsException Unknown(string message) => new("NotFound", message, StatusCodes.Status404NotFound);

    /// <summary>Something that can't be done now.</summary>
    public static AwsException Conflict(string message) => new("Conflict", message, StatusCodes.Status409Conflict);

    /// <summary>A changing request that doesn't come from the console's page.</summary>
    public static AwsException WrongToken() => new(
        "Forbidden",
        $"The header {ConsoleToken.Header} with this run's token is expected. Load the page again: each start has a token of its own.",
        StatusCodes.Status403Forbidden);
}
