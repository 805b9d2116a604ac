using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Resolution;

/// <summary>
/// A template that can't be resolved, or a property that isn't what its resource type takes. The message starts with the
/// resource's path and type and the property's path: <c>Dev/Services/Api/Resource (AWS::ApiGatewayV2::Api) Properties.Name: …</c>
/// </summary>
public sealed class TemplateResolutionException : Exception
{
    public TemplateResolutionException(string message)
        : base(message)
    {
    }

    public TemplateResolutionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fault in a property.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="propertyPath">Below <c>Properties</c>: <c>RedrivePolicy.maxReceiveCount</c>.</param>
    /// <param name="fault">What was expected, what came, what to do.</param>
    public TemplateResolutionException(Resource resource, string propertyPath, string fault)
        : base($"{resource?.Path} ({resource?.Type}) Properties.{propertyPath}: {fault}")
    {
        Path = resource?.Path;
        Fault = $"Properties.{propertyPath}: {fault}";
    }

    internal TemplateResolutionException(Location at, string fault)
        : base($"{at.Subject} {at.Path}: {fault}")
    {
        Path = at.Subject[..Math.Max(at.Subject.LastIndexOf(" (", StringComparison.Ordinal), 0)];
        Fault = $"{at.Path}: {fault}";
    }

    /// <summary>Path of the resource, or id of the stack; null when the fault is in neither.</summary>
    public string? Path { get; }

    /// <summary>The message without the resource: the property's path and what is wrong.</summary>
    public string Fault { get => field ?? Message; }

    /// <summary>The template may be right: what it asks for is only not known here, such as a value that the AWS account holds.</summary>
    public bool IsGap { get; init; }
}
