namespace SensorWatch.Contracts;

/// <summary>All event contracts of the system. A test fails when an event record is missing here.</summary>
public static class EventCatalogue
{
    public static IReadOnlyList<EventContract> All { get; } =
    [
        ReadingsRecorded.Contract,
        SensorRegistered.Contract,
        LimitsChanged.Contract,
        AlertOpened.Contract,
        AlertAcknowledged.Contract,
        AlertResolved.Contract,
        UploadImported.Contract,
        UploadRejected.Contract,
    ];
}
