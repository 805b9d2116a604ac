using System.Collections.Frozen;

namespace SensorWatch.Templates.Access;

/// <summary>
/// The actions that IAM knows, of the services that event-driven systems use. The file beside this one has them, from
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
/// </summary>
public static class IamActions
{
    private const string File = "iam-actions.txt";

    private static readonly Lazy<FrozenDictionary<string, FrozenDictionary<string, bool>>> Services = new(Read);

    /// <summary>Whether the services' actions are known here; of an unknown one nothing can be said.</summary>
    public static bool IsKnown(string service) => Services.Value.ContainsKey(service);

    /// <summary>The actions that a pattern takes, with the service before each; empty when the service is unknown.</summary>
    /// <param name="pattern">Such as <c>sqs:Get*</c>.</param>
    public static IEnumerable<string> Matching(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var (service, name) = Split(pattern);
        return Services.Value.TryGetValue(service, out var actions)
            ? actions.Keys.Where(action => Wildcard.Covers(name, action, ignoreCase: true)).Select(action => $"{service}:{action}")
            : [];
    }

    /// <summary>All actions of a service, without its name; empty when it is unknown.</summary>
    public static IEnumerable<string> OfService(string service) => Services.Value.TryGetValue(service, out var actions) ? actions.Keys : [];

    /// <summary>Whether a policy can name the resources of an action; those of others are always <c>*</c>.</summary>
    public static bool HasResources(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var (service, name) = Split(action);
        return Services.Value.TryGetValue(service, out var actions) && actions.GetValueOrDefault(name);
    }

    /// <summary>Service and name of an action or of a pattern; both of <c>*</c> are <c>*</c>, and without a colon there is no service.</summary>
    public static (string Service, string Name) Split(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Split(':', 2) is [var service, var name] ? (service, name) : action == "*" ? ("*", "*") : ("", action);
    }

    private static FrozenDictionary<string, FrozenDictionary<string, bool>> Read()
    {
        using var stream = typeof(IamActions).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The library was built without {File}.");
        using var reader = new StreamReader(stream);
        var services = new Dictionary<string, Dictionary<string, bool>>(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, bool> actions = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            // "service: Action Action* …", and lines that go on begin with a space.
            var names = line;
            if (!line.StartsWith(' '))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                actions = new(StringComparer.OrdinalIgnoreCase);
                services.Add(line[..colon], actions);
                names = line[(colon + 1)..];
            }

            foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                actions[name.TrimEnd('*')] = !name.EndsWith('*');
            }
        }

        return services.ToFrozenDictionary(
            service => service.Key, service => service.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }
}
