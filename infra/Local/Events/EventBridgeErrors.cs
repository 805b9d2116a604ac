using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Events;

/// <summary>EventBridge's errors, all HTTP 400.</summary>
internal static class EventBridgeErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException MissingMember(string member) => Validation(
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    public static AwsException BusNotFound(string name) => new("ResourceNotFoundException", $"Event bus {name} does not exist.");

    public static AwsException RuleNotFound(string name, string bus) =>
        new("ResourceNotFoundException", $"Rule {name} does not exist on EventBus {bus}.");

    public static AwsException InvalidParameter(string parameter, string reason) =>
        Validation($"Parameter {parameter} is not valid. Reason: {reason}");

    public static AwsException ArchiveNotFound(string name) => new("ResourceNotFoundException", $"Archive {name} does not exist.");

    public static AwsException ReplayNotFound(string name) => new("ResourceNotFoundException", $"Replay {name} does not exist.");

    public static AwsException ReplayExists(string name) => new("ResourceAlreadyExistsException", $"Replay {name} already exists.");

    public static AwsException ReplayHasEnded(string name) =>
        new("IllegalStatusException", $"Replay {name} is not in a valid state for this operation.");
}
