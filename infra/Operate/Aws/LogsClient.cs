using System.Text.Json.Nodes;

namespace SensorWatch.Operate.Aws;

/// <summary>Searches CloudWatch Logs.</summary>
internal sealed class LogsClient(JsonServiceClient client) : IDisposable
{
    /// <summary>
    /// The lines of a log group that a filter pattern matches, in their order; none of a group that doesn't exist (yet).
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
    /// </summary>
    /// <param name="group">The log group.</param>
    /// <param name="pattern">https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html</param>
    /// <param name="from">Lines since then.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<LogEvent>> FilterAsync(string group, string pattern, DateTimeOffset from, CancellationToken cancellationToken)
    {
        try
        {
            var events = await JsonServiceClient.ListAsync("events", "nextToken", token =>
            {
                var request = new JsonObject { ["logGroupName"] = group, ["filterPattern"] = pattern, ["startTime"] = Math.Max(0, from.ToUnixTimeMilliseconds()) };
                if (token is not null)
                {
                    request["nextToken"] = token;
                }

                return client.CallAsync("FilterLogEvents", request, cancellationToken);
            });
            return [.. events.Select(e => new LogEvent(
                group, e.Required("logStreamName"), DateTimeOffset.FromUnixTimeMilliseconds(e["timestamp"]!.GetValue<long>()), e.Required("message")))];
        }
        catch (Amazon.Runtime.AmazonServiceException exception) when (exception.ErrorCode == "ResourceNotFoundException")
        {
            return [];
        }
    }

    public void Dispose() => client.Dispose();
}

/// <summary>A line of a log.</summary>
/// <param name="Group">Its log group.</param>
/// <param name="Stream">Its log stream: one execution environment.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Message">The line.</param>
internal sealed record LogEvent(string Group, string Stream, DateTimeOffset Time, string Message);
