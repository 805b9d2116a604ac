using Amazon.CDK;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>Exceptions from the design rules that synthesis checks, with the reason beside the thing that it is about.</summary>
public static class DesignException
{
    private const string Key = "DesignRules";

    /// <summary>This resource may violate a rule.</summary>
    /// <param name="construct">A resource, or a construct around one.</param>
    /// <param name="rule">The rule's id: <c>operations/log-retention</c>.</param>
    /// <param name="reason">Why that is right here; a reviewer reads it.</param>
    public static void Except(this IConstruct construct, string rule, string reason)
    {
        ArgumentNullException.ThrowIfNull(construct);
        var resource = construct as CfnResource ?? construct.Node.DefaultChild as CfnResource
            ?? throw new ArgumentException($"{construct.Node.Path} is no resource and has no default one. Give the resource inside of it.", nameof(construct));
        resource.AddMetadata(Key, With(resource.GetMetadata(Key), rule, reason));
    }

    /// <summary>All resources of this stack may violate a rule; a resource that is mended makes this no lie.</summary>
    public static void ExceptAll(this Stack stack, string rule, string reason)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var metadata = new Dictionary<string, object>(stack.TemplateOptions.Metadata ?? new Dictionary<string, object>());
        metadata[Key] = With(metadata.GetValueOrDefault(Key), rule, reason);
        stack.TemplateOptions.Metadata = metadata;
    }

    private static Dictionary<string, object> With(object? exceptions, string rule, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(exceptions as IDictionary<string, object> ?? new Dictionary<string, object>()) { [rule] = reason };
    }
}
