using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Logs;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// Log groups as targets of rules. An event becomes a line with its time; an input transformer gives both, as
/// <c>{"timestamp": …, "message": …}</c>. The stream has the rule's name, where AWS makes one up.
/// </summary>
internal sealed class LogGroupTargets(LogService logs, LogGroupPolicies policies)
{
    /// <summary>Writes an event for a rule; null when the log group took it.</summary>
    public DeliveryFailure? TryWrite(SqliteConnection connection, BusEvent busEvent, RuleResource rule, RuleTarget target, string body)
    {
        var groupArn = LogGroupResource.WithoutStreams(target.Arn);
        var group = groupArn.Split(':')[6];
        if (!logs.Groups.ContainsKey(group))
        {
            return DeliveryFailure.NoResource(target.Arn);
        }

        if (policies.Missing(groupArn, rule.Name, rule.Arn) is { } action)
        {
            return DeliveryFailure.NoPermissions(groupArn, action, rule.Arn);
        }

        if ((target.InputTransformer is null ? (busEvent.Time, body) : Read(body)) is not var (time, message))
        {
            return new("INVALID_PARAMETER", "A log group takes an input of the form {\"timestamp\": an ISO 8601 time or epoch milliseconds, \"message\": a text}.");
        }

        logs.Write(connection, new(group, rule.Name, time, message, RequestId: null));
        return null;
    }

    private static (DateTimeOffset Time, string Message)? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } input
                && input.EnumerateObject().Count() == 2
                && input.TryGetProperty("timestamp", out var timestamp)
                && input.TryGetProperty("message", out var message)
                && ReadTime(timestamp) is { } time
                ? (time, message.ValueKind == JsonValueKind.String ? message.GetString()! : message.GetRawText())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? ReadTime(JsonElement timestamp)
    {
        var text = timestamp.ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
