using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>How long logs are kept, and that somebody has decided it.</summary>
internal static class LogRules
{
    /// <summary>The custom resource by which the CDK's <c>logRetention</c> sets a group's retention.</summary>
    private const string CdkRetention = "Custom::LogRetention";

    private const string DefaultPrefix = "/aws/lambda/";

    private static readonly DesignRule Retention = new()
    {
        Id = "operations/log-retention",
        Sentence = "A log group says for how long it keeps what is logged.",
        Mend = "Set RetentionInDays.",
        Source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        Check = context => context.Deployment.Resources
            .Where(resource => IsGroup(resource) && resource.Node("RetentionInDays") is null && !KeepsBriefly(resource))
            .Select(resource => new Finding(resource, "It keeps what is logged for ever, which is paid for every month: it has no RetentionInDays.")),
    };

    private static readonly DesignRule FunctionGroup = new()
    {
        Id = "operations/function-log-group",
        Sentence = "A function's log group is declared, or Lambda makes one that keeps everything for ever.",
        Mend = "Declare a log group with RetentionInDays and name it in the function's LoggingConfig.LogGroup.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
        Check = context =>
        {
            List<string> declared = [.. context.Deployment.Resources.Where(IsGroup).Select(GroupName)];
            return from function in context.Working()
                   let name = function.Text("LoggingConfig.LogGroup") is null ? DefaultPrefix + function.Name : null
                   where name is not null && function.Node("LoggingConfig.LogGroup") is null && !name.IsUnresolved()
                       && !declared.Exists(other => other == name || MayBe(other, name))
                       && !context.IsKnownToNestedStack(function)
                   select new Finding(function, "No template declares its log group: Lambda makes one at the first line, which keeps everything for ever.");
        },
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Retention, FunctionGroup];

    private static bool IsGroup(Resource resource) => resource.Type is LogGroupResource.Type or CdkRetention;

    /// <summary>Groups of this class keep two days, whatever is set: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html</summary>
    private static bool KeepsBriefly(Resource group) => group.Text("LogGroupClass") == "DELIVERY";

    private static string GroupName(Resource group) => group.Text("LogGroupName") ?? group.Name;

    /// <summary>Whether a name that is not wholly known can be this one.</summary>
    private static bool MayBe(string group, string name) => group.IsUnresolved()
        && name.StartsWith(group[..group.IndexOf(Resolution.Deployment.UnresolvedMark, StringComparison.Ordinal)], StringComparison.Ordinal);
}
