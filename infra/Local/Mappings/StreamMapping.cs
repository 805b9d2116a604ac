using SensorWatch.Local.Tables.Streams;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>An event source mapping on a table's stream with what it connects.</summary>
/// <param name="Resource">The mapping.</param>
/// <param name="Table">The table with the stream.</param>
/// <param name="Function">Where its records go.</param>
/// <param name="Filter">Which of them go.</param>
internal sealed record StreamMapping(EventSourceMappingResource Resource, TableResource Table, FunctionResource Function, StreamFilter Filter)
{
    /// <summary>How long a stream keeps its records; nothing is tried for longer.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    public string StreamArn => Resource.EventSourceArn;

    public string ShardId { get; } = StreamShard.IdOf(Resource.EventSourceArn);

    public int Lanes => Resource.ParallelizationFactor;

    /// <summary>The age at which a record is given up.</summary>
    public TimeSpan MaximumRecordAge { get; } =
        Resource.MaximumRecordAgeSeconds >= 0 && TimeSpan.FromSeconds(Resource.MaximumRecordAgeSeconds) < Retention
            ? TimeSpan.FromSeconds(Resource.MaximumRecordAgeSeconds)
            : Retention;
}
