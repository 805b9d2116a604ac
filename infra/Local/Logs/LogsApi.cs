using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Logs;

/// <summary>
/// CloudWatch Logs' operations for those who read: what <c>aws logs tail</c> and <c>aws logs filter-log-events</c> use.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
/// </summary>
public sealed class LogsApi(LogService logs) : IAwsService
{
    private const int MaximumEvents = 10_000;
    private const int MaximumDescribed = 50;

    /// <summary>How many events one call looks at before it answers with what it has found, and a token for the rest.</summary>
    private const int MaximumSearched = 20_000;

    public string TargetPrefix => "Logs_20140328";

    public IReadOnlyCollection<string> Operations => ["DescribeLogGroups", "DescribeLogStreams", "FilterLogEvents", "GetLogEvents"];

    public ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken) => new(operation switch
    {
        "DescribeLogGroups" => DescribeLogGroups(request),
        "DescribeLogStreams" => DescribeLogStreams(request),
        "FilterLogEvents" => FilterLogEvents(request),
        "GetLogEvents" => GetLogEvents(request),
        _ => null,
    });

    private JsonObject DescribeLogGroups(JsonObject request)
    {
        var prefix = request.Text("logGroupNamePrefix");
        var part = request.Text("logGroupNamePattern");
        var groups = logs.Groups
            .Where(group => prefix is null || group.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(group => part is null || group.Key.Contains(part, StringComparison.OrdinalIgnoreCase))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        return Page(request, groups, "logGroups", group =>
        {
            var answer = new JsonObject
            {
                ["logGroupName"] = group.Key,
                ["creationTime"] = logs.StartedAt.ToUnixTimeMilliseconds(),
                ["metricFilterCount"] = 0,
                ["storedBytes"] = logs.StoredBytes(group.Key),
                ["logGroupClass"] = "STANDARD",
            };
            if (group.Value is { } resource)
            {
                answer["arn"] = resource.Arn;
                answer["logGroupArn"] = resource.Arn.EndsWith(":*", StringComparison.Ordinal) ? resource.Arn[..^2] : resource.Arn;
            }

            if (group.Value?.RetentionDays is { } days)
            {
                answer["retentionInDays"] = days;
            }

            return answer;
        });
    }

    private JsonObject DescribeLogStreams(JsonObject request)
    {
        var prefix = request.Text("logStreamNamePrefix");
        var byTime = request.Text("orderBy") == "LastEventTime";
        if (byTime && prefix is not null)
        {
            throw Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var streams = logs.Streams(GroupName(request)).Where(stream => prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal));
        streams = byTime ? streams.OrderBy(stream => stream.LastEventAt) : streams;
        streams = request["descending"] is JsonValue descending && descending.GetValue<bool>() ? streams.Reverse() : streams;
        return Page(request, [.. streams], "logStreams", stream => new()
        {
            ["logStreamName"] = stream.Name,
            ["creationTime"] = stream.CreatedAt.ToUnixTimeMilliseconds(),
            ["firstEventTimestamp"] = stream.FirstEventAt.ToUnixTimeMilliseconds(),
            ["lastEventTimestamp"] = stream.LastEventAt.ToUnixTimeMilliseconds(),
            ["lastIngestionTime"] = stream.LastEventAt.ToUnixTimeMilliseconds(),
            ["storedBytes"] = 0,
        });
    }

    private JsonObject FilterLogEvents(JsonObject request)
    {
        var matches = Pattern(request.Text("filterPattern") ?? "");
        var limit = Limit(request, MaximumEvents);
        var query = new LogQuery
        {
            GroupName = GroupName(request),
            StreamNames = request.Texts("logStreamNames") is { Count: > 0 } names ? names : null,
            StreamNamePrefix = request.Text("logStreamNamePrefix"),
            From = Time(request, "startTime"),
            Until = Time(request, "endTime")?.AddMilliseconds(1),
            After = Place(request.Text("nextToken"), ""),
            Limit = MaximumSearched + 1,
        };
        var events = new JsonArray();
        LogEvent? last = null;
        var searched = 0;
        var found = logs.Read(query);
        foreach (var logEvent in found)
        {
            if (events.Count == limit || searched++ == MaximumSearched)
            {
                return new() { ["events"] = events, ["searchedLogStreams"] = new JsonArray(), ["nextToken"] = Token(LogPlace.Of(last!), "") };
            }

            last = logEvent;
            if (matches(logEvent.Message))
            {
                var answer = Event(logEvent);
                answer["logStreamName"] = logEvent.StreamName;
                answer["eventId"] = logEvent.Id.ToString("D56", CultureInfo.InvariantCulture);
                events.Add(answer);
            }
        }

        return new() { ["events"] = events, ["searchedLogStreams"] = new JsonArray() };
    }

    /// <summary>One stream's events. Both tokens lead on for ever: the end has the token that was sent.</summary>
    private JsonObject GetLogEvents(JsonObject request)
    {
        var group = GroupName(request);
        var stream = request.Text("logStreamName") ?? throw Invalid("1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null");
        if (logs.Streams(group).All(known => known.Name != stream))
        {
            throw NotFound("The specified log stream does not exist.");
        }

        var token = request.Text("nextToken");
        var backward = token is null ? request["startFromHead"] is not JsonValue head || !head.GetValue<bool>() : token.StartsWith('b');
        var place = Place(token?[(token.IndexOf('/', StringComparison.Ordinal) + 1)..], "");
        var events = logs.Read(new()
        {
            GroupName = group,
            StreamNames = [stream],
            From = Time(request, "startTime"),
            Until = Time(request, "endTime"),
            After = backward ? null : place,
            Before = backward ? place : null,
            Descending = backward,
            Limit = Limit(request, MaximumEvents),
        });
        var ordered = backward ? events.Reverse().ToList() : events;
        var here = place ?? new(0, 0);
        return new()
        {
            ["events"] = new JsonArray([.. ordered.Select(Event)]),
            ["nextForwardToken"] = Token(ordered.Count > 0 ? LogPlace.Of(ordered[^1]) : here, "f/"),
            ["nextBackwardToken"] = Token(ordered.Count > 0 ? LogPlace.Of(ordered[0]) : here, "b/"),
        };
    }

    private static JsonObject Event(LogEvent logEvent) => new()
    {
        ["timestamp"] = logEvent.Timestamp.ToUnixTimeMilliseconds(),
        ["message"] = logEvent.Message,
        ["ingestionTime"] = logEvent.Timestamp.ToUnixTimeMilliseconds(),
    };

    private static JsonObject Page<T>(JsonObject request, List<T> items, string name, Func<T, JsonObject> describe)
    {
        var start = int.TryParse(request.Text("nextToken") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid("The specified nextToken is invalid.");
        var page = items.Skip(start).Take(Limit(request, MaximumDescribed)).ToList();
        var answer = new JsonObject { [name] = new JsonArray([.. page.Select(describe)]) };
        if (start + page.Count < items.Count)
        {
            answer["nextToken"] = (start + page.Count).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private static Func<string, bool> Pattern(string pattern)
    {
        try
        {
            return FilterPattern.Compile(pattern);
        }
        catch (FormatException invalid)
        {
            throw Invalid($"Invalid filter pattern: {invalid.Message}");
        }
    }

    private static int Limit(JsonObject request, int maximum) => request.Integer("limit") switch
    {
        null => maximum,
        var limit when limit >= 1 && limit <= maximum => limit.Value,
        var limit => throw Invalid($"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must be 1 to {maximum}"),
    };

    private static DateTimeOffset? Time(JsonObject request, string name) => request[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out long milliseconds) && milliseconds is >= 0 and < 253_402_300_799_000 =>
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => throw Invalid($"{name} must be the milliseconds since 1970."),
    };

    private static string Token(LogPlace place, string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{place.Timestamp}.{place.Id}");

    private static LogPlace? Place(string? token, string prefix) => token is null ? null
        : token[prefix.Length..].Split('.') is [var time, var id]
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(timestamp, number)
            : throw Invalid("The specified nextToken is invalid.");

    private static AwsException Invalid(string message) => new("InvalidParameterException", message);

    private static AwsException NotFound(string message) => new("ResourceNotFoundException", message);

    /// <summary>A group is named by its name or its ARN.</summary>
    private string GroupName(JsonObject request)
    {
        var named = request.Text("logGroupName") ?? request.Text("logGroupIdentifier");
        var name = named?.Split(':') is ["arn", _, "logs", _, _, "log-group", var group, ..] ? group : named;
        return name is not null && logs.Groups.ContainsKey(name) ? name : throw NotFound("The specified log group does not exist.");
    }
}
