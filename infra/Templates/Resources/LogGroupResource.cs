using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::Logs::LogGroup</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, with <c>:*</c> at the end.</param>
/// <param name="RetentionDays">How long it keeps what it is told; null for ever.</param>
public sealed record LogGroupResource(Resource Resource, string Name, string Arn, int? RetentionDays)
{
    public const string Type = "AWS::Logs::LogGroup";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("LogGroupName");
    private static readonly Property<int> RetentionProperty = Properties.Integer("RetentionInDays");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    /// <summary>A log group's ARN without the <c>:*</c> for its streams, which CloudFormation's has.</summary>
    public static string WithoutStreams(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn;
    }

    public static LogGroupResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(resource, NameProperty.Read(resource, resource.Name), resource.Attribute("Arn"), RetentionProperty.ReadOrNull(resource));
    }
}
