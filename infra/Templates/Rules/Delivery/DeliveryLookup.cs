using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>Finds what ARNs and names stand for. Reads resources as they are, since not every function has a typed record: one from an image has no runtime.</summary>
internal static class DeliveryLookup
{
    private const int DefaultTimeoutSeconds = 3;

    /// <summary>The function behind a name or ARN, whatever its version or alias; null when it isn't of this deployment.</summary>
    public static Resource? FunctionOf(this Deployment deployment, string? nameOrArn)
    {
        if (nameOrArn is null || nameOrArn.IsUnresolved() || nameOrArn.Split(':') is ["arn", _, not "lambda", ..])
        {
            return null;
        }

        var parts = nameOrArn.Split(':');
        var name = Array.IndexOf(parts, "function") is >= 0 and var position && position + 1 < parts.Length ? parts[position + 1] : parts[0];
        var function = deployment.OfType(FunctionResource.Type).FirstOrDefault(function => function.Name == name);

        // Another account or region may have a function of the same name.
        return parts is ["arn", ..] && function?.Attributes.GetValueOrDefault("Arn") is { } arn && !nameOrArn.StartsWith(arn, StringComparison.Ordinal) ? null : function;
    }

    /// <summary>The queue, topic, function or other resource behind an ARN, a log group's with or without its <c>:*</c>; null when it isn't of this deployment.</summary>
    public static Resource? ReceiverOf(this DesignContext context, string? arn) => arn is null || arn.IsUnresolved()
        ? null
        : context.FindByArn(arn)
            ?? context.FindByArn($"{arn}:*")
            ?? context.Deployment.OfType(TopicResource.Type).FirstOrDefault(topic => topic.PhysicalId == arn)
            ?? context.Deployment.FunctionOf(arn);

    /// <summary>The queue behind an ARN; null when it isn't of this deployment, or can't be read.</summary>
    public static QueueResource? QueueOf(this Deployment deployment, string? arn) => deployment.Queues.FirstOrDefault(queue => queue.Arn == arn);

    /// <summary>How long a function may run, in seconds; null when that isn't known.</summary>
    public static int? TimeoutOf(Resource function) => WholeNumber(function, "Timeout", DefaultTimeoutSeconds);

    /// <summary>A number of a property, or what holds without one; null when it is none that is known.</summary>
    public static int? WholeNumber(this Resource resource, string path, int? fallback = null) => resource.Node(path) is null
        ? fallback
        : int.TryParse(resource.Text(path), out var number) ? number : null;

    /// <summary>For messages: the path of a resource of the deployment, else the ARN.</summary>
    public static string NameOf(this DesignContext context, string arn) => context.ReceiverOf(arn)?.Path ?? arn;
}
