using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether the filters of event source mappings can let a record through.</summary>
internal static class FilterRules
{
    private const int MaximumFilters = 10;
    private const int MaximumLength = 4_096;

    private static readonly string[] QueueFields =
        ["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody", "eventSource", "eventSourceARN", "awsRegion"];

    private static readonly string[] TableFields =
        ["eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "eventSourceARN", "userIdentity"];

    private static readonly string[] ChangeFields =
        ["ApproximateCreationDateTime", "Keys", "NewImage", "OldImage", "SequenceNumber", "SizeBytes", "StreamViewType"];

    private static readonly string[] StreamFields =
        ["kinesisSchemaVersion", "partitionKey", "sequenceNumber", "data", "approximateArrivalTimestamp", "eventSource", "eventVersion", "eventID", "eventName", "awsRegion", "eventSourceARN"];

    private static readonly string[] Changes = ["INSERT", "MODIFY", "REMOVE"];

    /// <summary>DynamoDB's types: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html</summary>
    private static readonly string[] AttributeTypes = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"];

    public static DesignRule Valid { get; } = new()
    {
        Id = "pattern/filter-valid",
        Sentence = "A mapping's filters are patterns that Lambda accepts.",
        Mend = "Write the filter by Lambda's grammar.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
        Check = context =>
            from mapping in context.Deployment.EventSourceMappings
            from fault in GrammarFaults(mapping)
            select new Finding(mapping.Resource, fault),
    };

    public static DesignRule Shape { get; } = new()
    {
        Id = "pattern/filter-shape",
        Sentence = "A mapping's filters ask for what the records of its queue or stream have; a record that no filter takes is gone.",
        Mend = "Write body for a message's text, dynamodb.NewImage.NAME.S and the like for an item's attribute, data for a Kinesis record's.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html",
        Check = context =>
            from mapping in context.Deployment.EventSourceMappings
            from filter in mapping.Filters
            let pattern = KnownPattern.Parse(filter)
            where pattern is not null
            from fault in ShapeFaults(context, mapping, pattern).Distinct()
            select new Finding(mapping.Resource, fault),
    };

    private static IEnumerable<string> GrammarFaults(EventSourceMappingResource mapping)
    {
        if (mapping.Filters.Count > MaximumFilters)
        {
            yield return $"the mapping has {mapping.Filters.Count} filters; {MaximumFilters} are the most.";
        }

        foreach (var filter in mapping.Filters)
        {
            if (KnownPattern.Refusal(filter) is { } refusal)
            {
                yield return $"the filter {filter.ToJsonString()} is not valid. Reason: {refusal.Reason} at {refusal.Path}.";
            }

            if (filter.ToJsonString().Length > MaximumLength)
            {
                yield return $"a filter has more than {MaximumLength} characters.";
            }
        }
    }

    private static IEnumerable<string> ShapeFaults(DesignContext context, EventSourceMappingResource mapping, EventPattern pattern)
    {
        var fields = pattern.Alternatives.SelectMany(alternative => alternative.Fields);
        return mapping.EventSourceArn.Split(':') switch
        {
            [_, _, "sqs", ..] => fields.SelectMany(field => Unknown(field, 0, QueueFields)),
            [_, _, "kinesis", ..] => fields.SelectMany(field => Unknown(field, 0, StreamFields)),
            [_, _, "dynamodb", ..] => fields.SelectMany(field => ChangeFaults(field, ViewTypeOf(context, mapping))),
            _ => [],
        };
    }

    private static IEnumerable<string> ChangeFaults(PatternField field, string? viewType)
    {
        var names = field.Path.Split('.');
        foreach (var fault in Unknown(field, 0, TableFields))
        {
            yield return fault;
        }

        if (names is ["eventName"] && KnownPattern.Literals(field).Where(name => !Changes.Contains(name)).ToList() is [var change, ..])
        {
            yield return $"eventName is '{change}', but the changes are {string.Join(", ", Changes)}. {Suggestion.For(change, Changes)}";
        }

        if (names is not ["dynamodb", var part, ..])
        {
            yield break;
        }

        foreach (var fault in Unknown(field, 1, ChangeFields))
        {
            yield return fault;
        }

        if (part is not ("Keys" or "NewImage" or "OldImage"))
        {
            yield break;
        }

        var isInStream = part == "Keys" || viewType is null or "NEW_AND_OLD_IMAGES" || viewType == (part == "NewImage" ? "NEW_IMAGE" : "OLD_IMAGE");
        if (!isInStream)
        {
            yield return $"{field.Path} is asked for, but the table's stream has {viewType}: no record has {part}.";
        }

        // {"exists": false} on an attribute needs no type below it.
        if (!field.MatchesAbsence && !names.Skip(3).Any(AttributeTypes.Contains))
        {
            yield return $"{field.Path} ends with no type of DynamoDB's: {string.Join(", ", AttributeTypes)}.";
        }

        if (names[^1] == "N" && field.Text.Contains("\"numeric\"", StringComparison.Ordinal))
        {
            yield return $"{field.Path} is compared as a number, but DynamoDB writes numbers as strings, which numeric never matches.";
        }
    }

    private static IEnumerable<string> Unknown(PatternField field, int position, string[] known)
    {
        var name = field.Path.Split('.')[position];
        return known.Contains(name) ? [] : [$"'{name}' is no field of the source's records. {Suggestion.For(name, known)}".TrimEnd()];
    }

    private static string? ViewTypeOf(DesignContext context, EventSourceMappingResource mapping) =>
        context.Deployment.Tables.FirstOrDefault(table => table.StreamArn == mapping.EventSourceArn)?.StreamViewType;
}
