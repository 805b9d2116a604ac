using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Console;

/// <summary>A request to the console's API, for who handles it.</summary>
/// <param name="context">The request.</param>
/// <param name="parameters">What stands in the path for the route's variables, decoded.</param>
internal sealed class ConsoleCall(HttpContext context, IReadOnlyDictionary<string, string> parameters)
{
    /// <summary>An event of a megabyte, escaped, and a little more.</summary>
    private const int MaximumBytes = 8 * 1024 * 1024;

    public HttpContext Context => context;

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>A variable of the path.</summary>
    public string Parameter(string name) => parameters[name];

    /// <summary>A parameter of the query; null when it is missing or empty.</summary>
    public string? Text(string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number in the query; null when it is missing.</summary>
    /// <exception cref="AwsException">It is none.</exception>
    public long? Number(string name) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw ConsoleErrors.Invalid($"{name} takes a whole number, and '{text}' came.");

    /// <summary>How many results are wanted.</summary>
    /// <exception cref="AwsException">It is no number from 1 on.</exception>
    public int Limit(int byDefault, int maximum) => Number("limit") switch
    {
        null => byDefault,
        < 1 => throw ConsoleErrors.Invalid("limit takes a number from 1 on."),
        var limit => (int)Math.Min(limit.Value, maximum),
    };

    /// <summary>A time in the query; null when it is missing.</summary>
    /// <exception cref="AwsException">It is none.</exception>
    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ConsoleErrors.Invalid($"{name} takes a time such as 2026-03-01T12:00:00Z, and '{text}' came.");

    /// <summary>The body.</summary>
    /// <exception cref="AwsException">It isn't what is expected.</exception>
    public async Task<T> ReadAsync<T>()
        where T : class
    {
        var body = await LocalControl.ReadAsync(context, MaximumBytes);
        try
        {
            return body.Deserialize<T>(ConsoleJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw ConsoleErrors.Invalid($"{context.Request.Path} expects another body: {exception.Message}");
        }
    }

    /// <summary>Answers with JSON.</summary>
    /// <param name="value">A record, or a <see cref="System.Text.Json.Nodes.JsonNode"/>.</param>
    /// <param name="statusCode">The status.</param>
    public async Task AnswerAsync(object value, int statusCode = StatusCodes.Status200OK)
    {
        var bytes = ConsoleJson.Encode(value);
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, Aborted);
    }
}
