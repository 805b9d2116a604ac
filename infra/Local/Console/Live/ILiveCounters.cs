namespace SensorWatch.Local.Console.Live;

/// <summary>Knows something of what the live view shows. Asked once a second, while somebody looks.</summary>
internal interface ILiveCounters
{
    /// <summary>How it is now.</summary>
    LiveTraffic Read();
}
