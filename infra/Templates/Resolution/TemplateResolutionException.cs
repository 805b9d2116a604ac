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
    }
}
