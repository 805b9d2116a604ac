using SensorWatch.Templates.Resources;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Pricing;

/// <summary>What invocations cost: requests, time by memory, log lines, traces. https://aws.amazon.com/lambda/pricing/</summary>
internal static class FunctionCharges
{
    /// <summary>A function of so much memory has one whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html</summary>
    public const double MegabytesOfProcessor = 1769;

    /// <summary>
    /// Length of the lines that Lambda writes for a warm invocation at level INFO, in its JSON format: <c>platform.start</c> and
    /// <c>platform.report</c>; <c>platform.runtimeDone</c> is DEBUG when all went well.
    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html#monitoring-cloudwatchlogs-log-level-system
    /// </summary>
    private const double PlatformLogBytes = 375;

    private const int PlatformLogLines = 2;

    /// <summary>Share of the size that logs have when they are stored, compressed: https://aws.amazon.com/cloudwatch/pricing/</summary>
    private const double StoredShare = 0.15;

    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> TracingProperty = Properties.Text("TracingConfig.Mode");
    private static readonly Property<string> LevelProperty = Properties.Text("LoggingConfig.ApplicationLogLevel");
    private static readonly Property<string> SystemLevelProperty = Properties.Text("LoggingConfig.SystemLogLevel");

    /// <summary>Charges the invocations of one function by one way.</summary>
    /// <param name="ledger">Takes the charges.</param>
    /// <param name="deliveries">All of them to the same function by the same mapping.</param>
    /// <param name="batch">Things of an invocation.</param>
    /// <param name="workload">What they make the handler do.</param>
    public static void Add(Ledger ledger, IReadOnlyList<Delivery> deliveries, double batch, Workload workload)
    {
        var function = deliveries[0].Function;
        var common = workload.Handlers.GetValueOrDefault(function.Handler)?.PerInvocation ?? Work.None;
        foreach (var basis in deliveries.GroupBy(delivery => delivery.Basis))
        {
            var invocations = basis.Sum(delivery => delivery.Count) / batch;
            var works = basis.Select(delivery => (Count: delivery.Count / invocations, Work: delivery.FindWork(workload) ?? Work.None)).ToList();
            var milliseconds = Milliseconds(common, function) + works.Sum(work => work.Count * Milliseconds(work.Work, function))
                + (workload.ColdStartShare * workload.ColdStartMilliseconds);
            var logBytes = LogBytes(function, common) + works.Sum(work => work.Count * LogBytes(function, work.Work)) + PlatformBytes(function);
            ledger.Add(new FunctionUse(
                function.Handler, invocations, batch, milliseconds, function.MemorySizeMegabytes, function.Architecture, logBytes));
            AddTime(ledger, basis.Key, function, invocations, milliseconds);
            AddLog(ledger, basis.Key, function.Handler, invocations * logBytes);
            foreach (var read in common.Reads)
            {
                TableCharges.AddRead(ledger, basis.First(), read, invocations);
            }

            if (TracingProperty.ReadOrNull(function.Resource) == "Active")
            {
                ledger.Add(basis.Key, function.Handler, PriceItem.TracesRecorded, Traces(invocations));
            }
        }
    }

    public static void AddLog(Ledger ledger, ChargeBasis basis, string component, double bytes)
    {
        ledger.Add(basis, component, PriceItem.LogsIngested, bytes / Sizes.Gigabyte);
        if (basis == ChargeBasis.Use)
        {
            ledger.Add(ChargeBasis.Kept, component, PriceItem.LogsStorage, StoredShare * bytes / Sizes.Gigabyte);
        }
    }

    /// <summary>
    /// X-Ray takes the first invocation of each second and 5% of the others, as Lambda has it without a choice:
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html. Evenly spread ones are all the first, up to one a second.
    /// </summary>
    private static double Traces(double invocations) =>
        Math.Min(invocations, Month.Seconds) + (0.05 * Math.Max(0, invocations - Month.Seconds));

    private static double Milliseconds(Work work, FunctionResource function) =>
        work.WaitMilliseconds + (work.CpuMilliseconds * Math.Max(1, MegabytesOfProcessor / function.MemorySizeMegabytes));

    private static void AddTime(Ledger ledger, ChargeBasis basis, FunctionResource function, double invocations, double milliseconds)
    {
        ledger.Add(basis, function.Handler, PriceItem.LambdaRequests, invocations);
        ledger.Add(
            basis,
            function.Handler,
            FunctionTime.ItemOf(function),
            invocations * FunctionTime.GigabyteSeconds(function, milliseconds));
    }

    private static double LogBytes(FunctionResource function, Work work)
    {
        var least = LevelProperty.Read(function.Resource, "INFO");
        return work.LogLines.Where(line => line.Level is null || Writes(least, line.Level)).Sum(line => line.Bytes + Sizes.LogEntry);
    }

    private static double PlatformBytes(FunctionResource function) =>
        Writes(SystemLevelProperty.Read(function.Resource, "INFO"), "INFO") ? PlatformLogBytes + (PlatformLogLines * Sizes.LogEntry) : 0;

    private static bool Writes(string least, string level) => Array.IndexOf(Levels, level) >= Array.IndexOf(Levels, least);
}
