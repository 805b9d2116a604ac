using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Whether data outlives mistakes.</summary>
internal static class DataRules
{
    private static readonly DesignRule Recovery = new()
    {
        Id = "operations/point-in-time-recovery",
        Sentence = "A table can be restored to any second of the last weeks.",
        Mend = "Set PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled to true (in each replica of a global table).",
        Source = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html",
        Check = context => Tables(context, "Its point-in-time recovery is off", "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
    };

    private static readonly DesignRule Protection = new()
    {
        Id = "operations/deletion-protection",
        Sentence = "A table refuses to be deleted until somebody says that it may be.",
        Mend = "Set DeletionProtectionEnabled to true (in each replica of a global table).",
        Source = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
        Check = context => Tables(context, "Its deletion protection is off", "DeletionProtectionEnabled"),
    };

    private static readonly DesignRule Retained = new()
    {
        Id = "operations/data-retained",
        Sentence = "A table or bucket stays when it leaves its template, is replaced, or its stack is deleted.",
        Mend = "Set DeletionPolicy and UpdateReplacePolicy to Retain (the CDK's RemovalPolicy.RETAIN).",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
        Check = context => from resource in context.Deployment.Resources
                           where resource.Type is TableResource.Type or TableResource.GlobalType or BucketResource.Type
                           let losing = Losing(resource).ToList()
                           where losing.Count > 0
                           select new Finding(resource, $"CloudFormation deletes it: {string.Join(" and ", losing)}."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Recovery, Protection, Retained];

    /// <summary>Tables where a setting is off, a global table's in some region.</summary>
    private static IEnumerable<Finding> Tables(DesignContext context, string fault, params string[] setting)
    {
        foreach (var table in context.Deployment.OfType(TableResource.Type).Where(table => IsOff(table.Properties, setting)))
        {
            yield return new(table, $"{fault}.");
        }

        foreach (var table in context.Deployment.OfType(TableResource.GlobalType))
        {
            List<string> regions = [.. JsonValues.Objects(table.Properties, "Replicas")
                .Where(replica => IsOff(replica, setting))
                .Select(replica => JsonValues.Text(replica, "Region") ?? "one")];
            if (regions.Count > 0)
            {
                yield return new(table, $"{fault} in {string.Join(", ", regions)}.");
            }
        }
    }

    private static bool IsOff(JsonNode holder, string[] setting)
    {
        var node = holder;
        foreach (var name in setting)
        {
            if (node is not JsonObject members)
            {
                // What isn't an object could not be resolved, or is another rule's concern.
                return false;
            }

            if (members[name] is not { } inner)
            {
                return true;
            }

            node = inner;
        }

        return string.Equals(node.ToString(), "false", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Losing(Resource resource)
    {
        if (resource.DeletionPolicy is null or "Delete")
        {
            yield return $"its DeletionPolicy is {resource.DeletionPolicy ?? "not set, which is Delete"}";
        }

        if (resource.UpdateReplacePolicy is null or "Delete")
        {
            yield return $"its UpdateReplacePolicy is {resource.UpdateReplacePolicy ?? "not set, which is Delete"}";
        }
    }
}
