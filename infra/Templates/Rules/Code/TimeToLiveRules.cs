namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether tables delete what handlers expect them to delete.</summary>
internal static class TimeToLiveRules
{
    private static readonly DesignRule Enabled = new()
    {
        Id = "code/time-to-live-enabled",
        Sentence = "A table whose items a handler gives a time to live deletes them by that attribute.",
        Mend = "Set TimeToLiveSpecification to this attribute, enabled.",
        Source = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
        Check = context => from described in context.Packages.Described
                           from need in described.Handler?.Needs ?? []
                           where need.TimeToLiveAttribute is not null
                           let table = NeededResource.Find(context, described.Function, need)
                           from typed in context.Deployment.Tables
                           where typed.Resource == table && typed.TimeToLiveAttribute != need.TimeToLiveAttribute
                           group described.Handler!.Name by (typed, need.TimeToLiveAttribute) into users
                           select new Finding(
                               users.Key.typed.Resource,
                               $"{string.Join(", ", users.Distinct())} relies on items expiring by '{users.Key.TimeToLiveAttribute}', but "
                               + (users.Key.typed.TimeToLiveAttribute is { } other ? $"they expire by '{other}'." : "they never expire.")),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Enabled];
}
