namespace SensorWatch.Functions.Sensors;

/// <summary>
/// The sensors table, as the stack that defines it and the code that uses it see it. Its stream has new and old images
/// (<c>NEW_AND_OLD_IMAGES</c>): the events about sensors are made from them.
/// </summary>
public static class SensorTable
{
    /// <summary>Partition key, a string; there is no sort key.</summary>
    public const string PartitionKey = "sensorId";
}
