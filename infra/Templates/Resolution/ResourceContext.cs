namespace SensorWatch.Templates.Resolution;

/// <summary>What the <c>Ref</c> and attributes of a resource are made of: the words of the table in <see cref="ResourceTypes"/>.</summary>
internal readonly struct ResourceContext(ResourceScope resource)
{
    public string Name => resource.Name;

    public string Partition => resource.Stack.Settings.Partition;

    public string UrlSuffix => resource.Stack.Settings.UrlSuffix;

    public string Region => resource.Stack.Region;

    public string Account => resource.Stack.Account;

    public string StackName => resource.Stack.StackName;

    public string LogicalId => resource.LogicalId;

    /// <summary>The resource's own <c>Ref</c>, with the override of the settings.</summary>
    public string Ref => resource.PhysicalId(new Location($"{resource.Path} ({resource.TypeName})", "Ref"));

    /// <summary>An id in AWS's style: small letters and digits, the same in every deployment.</summary>
    public string Id(int length = 10) => PhysicalNames.Id(StackName, LogicalId, length);

    public string Uuid => PhysicalNames.Uuid($"{StackName}/{LogicalId}");

    /// <summary>The text of a property; null when there is none.</summary>
    public string? Property(string path) => resource.Property(path);

    /// <summary>An ARN in the resource's region and account.</summary>
    public string Arn(string service, string rest) => $"arn:{Partition}:{service}:{Region}:{Account}:{rest}";

    /// <summary>An ARN without region, as IAM has it.</summary>
    public string GlobalArn(string service, string rest) => $"arn:{Partition}:{service}::{Account}:{rest}";
}
