namespace SensorWatch.Infra.Cost;

/// <summary>What no template tells and nobody can measure here: how the system is used, and how fast AWS answers.</summary>
public sealed record CostAssumptions
{
    /// <summary>Readings a month, 0 or more.</summary>
    public double Readings { get; init; } = 1_000_000;

    /// <summary>Readings that a device sends in one request, 1 to 5,000.</summary>
    public int ReadingsPerRequest { get; init; } = 100;

    /// <summary>How often a device sends.</summary>
    public double PostEverySeconds { get; init; } = 60;

    /// <summary>Critical alerts that open, and are resolved, in a million readings.</summary>
    public double AlertsPerMillion { get; init; } = 10;

    /// <summary>Milliseconds that a call of DynamoDB takes.</summary>
    public double DynamoDbMilliseconds { get; init; } = 5;

    /// <summary>Milliseconds that a call of PutEvents takes.</summary>
    public double PutEventsMilliseconds { get; init; } = 15;

    /// <summary>Milliseconds of one whole processor that an invocation takes, whatever it does.</summary>
    public double CpuMilliseconds { get; init; } = 0.8;

    /// <summary>Microseconds of one whole processor that a reading takes in each function that sees it.</summary>
    public double CpuMicrosecondsPerReading { get; init; } = 3;

    /// <summary>Share of the invocations that start an execution environment, 0 to 1.</summary>
    public double ColdStartShare { get; init; } = 0.01;

    /// <summary>Milliseconds of such a start.</summary>
    public double ColdStartMilliseconds { get; init; } = 150;
}
