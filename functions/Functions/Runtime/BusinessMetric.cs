namespace SensorWatch.Functions.Runtime;

/// <summary>
/// What the system does, counted as CloudWatch metrics of these names, unit <c>Count</c>. Deliveries are at least once, so
/// what is done twice may be counted twice: the tables are what is true, and these numbers show how it goes.
/// </summary>
public enum BusinessMetric
{
    /// <summary>Readings of answered requests that are on the bus.</summary>
    ReadingsAccepted,

    /// <summary>Readings that are in the table now.</summary>
    ReadingsStored,

    /// <summary>Readings of files that are on the bus.</summary>
    ReadingsImported,

    /// <summary>Rows of files that could not be used.</summary>
    RowsRejected,

    /// <summary>Alerts that began.</summary>
    AlertsOpened,

    /// <summary>Alerts that ended.</summary>
    AlertsResolved,

    /// <summary>Messages to operators, one for each channel.</summary>
    NotificationsSent,
}
