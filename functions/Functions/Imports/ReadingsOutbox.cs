using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// Gathers readings into events of one sensor each, as full as they may be, and publishes them by the ten: what one
/// PutEvents call takes.
/// </summary>
internal sealed class ReadingsOutbox(EventPublisher publisher, Upload upload, UploadEventIds ids, IReadOnlyList<ImportColumn> columns)
{
    private readonly List<Reading>[] _pending = [.. columns.Select(_ => new List<Reading>(ReadingsRecorded.MaximumReadings))];
    private readonly List<Envelope<ReadingsRecorded>> _events = new(EventPublisher.MaximumEntries);

    /// <summary>Readings so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the readings of a row, one place for each column.</summary>
    public async ValueTask AddAsync(Reading?[] readings, CancellationToken cancellationToken)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (readings[i] is not { } reading)
            {
                continue;
            }

            Count++;
            _pending[i].Add(reading);
            if (_pending[i].Count == ReadingsRecorded.MaximumReadings)
            {
                await CloseAsync(i, cancellationToken);
            }
        }
    }

    /// <summary>Publishes what is left.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (_pending[i].Count > 0)
            {
                await CloseAsync(i, cancellationToken);
            }
        }

        await PublishAsync(cancellationToken);
    }

    private async Task CloseAsync(int column, CancellationToken cancellationToken)
    {
        var data = new ReadingsRecorded { SensorId = columns[column].SensorId, Unit = columns[column].Unit, Readings = [.. _pending[column]] };
        _pending[column].Clear();
        _events.Add(new(EventMetadata.First(ids.Next(data), ids.CorrelationId, ReadingsRecorded.Contract, upload.Time), data));
        if (_events.Count == EventPublisher.MaximumEntries)
        {
            await PublishAsync(cancellationToken);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_events.Count > 0)
        {
            await publisher.PublishAsync(_events, cancellationToken);
            _events.Clear();
        }
    }
}
