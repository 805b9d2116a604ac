using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Access;

/// <summary>
/// The ARNs of what calls name by a name or address. What isn't in the deployment has one too: a caller without the right
/// to it isn't told that it doesn't exist.
/// </summary>
internal sealed class ResourceNames(Deployment deployment)
{
    private readonly Dictionary<string, string> _queues = deployment.Queues.ToDictionary(queue => queue.Name, queue => queue.Arn);
    private readonly Dictionary<string, string> _tables = deployment.Tables.ToDictionary(table => table.Name, table => table.Arn);
    private readonly Dictionary<string, string> _buses = deployment.EventBuses.ToDictionary(bus => bus.Name, bus => bus.Arn);
    private readonly Dictionary<string, string> _functions = deployment.Functions.ToDictionary(function => function.Name, function => function.Arn);

    public Deployment Deployment { get; } = deployment;

    /// <param name="url"><c>http://HOST/ACCOUNT/NAME</c>, or the name alone.</param>
    public string Queue(string url) => Find(_queues, url[(url.LastIndexOf('/') + 1)..], name => Arn("sqs", name));

    /// <param name="table">Name or ARN.</param>
    public string Table(string table) => ArnOr(table, name => Find(_tables, name, missing => Arn("dynamodb", $"table/{missing}")));

    /// <param name="bus">Name or ARN; null for the default bus.</param>
    public string Bus(string? bus) => ArnOr(bus ?? "default", name => Find(_buses, name, missing => Arn("events", $"event-bus/{missing}")));

    /// <param name="bus">The bus's name or ARN; null for the default bus.</param>
    /// <param name="rule">Its name.</param>
    public string Rule(string? bus, string rule) =>
        Events.EventBridgeDeployment.BusName(bus) is var name and not "default" ? Arn("events", $"rule/{name}/{rule}") : Arn("events", $"rule/{rule}");

    /// <param name="function">Name, ARN, or ARN in parts: <c>123456789012:function:NAME</c>; perhaps with a qualifier.</param>
    public string Function(string function)
    {
        const string Marker = "function:";
        var start = function.LastIndexOf(Marker, StringComparison.Ordinal);
        var name = (start < 0 ? function : function[(start + Marker.Length)..]).Split(':')[0];
        return Find(_functions, name, missing => Arn("lambda", $"function:{missing}"));
    }

    /// <summary>An ARN in the deployment's account and region.</summary>
    public string Arn(string service, string resource) =>
        $"arn:aws:{service}:{Deployment.Settings.Region}:{Deployment.Settings.Account}:{resource}";

    private static string ArnOr(string text, Func<string, string> byName) => text.StartsWith("arn:", StringComparison.Ordinal) ? text : byName(text);

    private static string Find(Dictionary<string, string> known, string name, Func<string, string> missing) =>
        known.GetValueOrDefault(name) ?? missing(name);
}
