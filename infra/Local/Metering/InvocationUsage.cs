using SensorWatch.Local.Functions;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Local.Metering;

/// <summary>
/// What Lambda bills: invocations, failed ones too, and their time by memory with that of INIT; what it turned away is free.
/// https://aws.amazon.com/lambda/pricing/
/// </summary>
internal sealed class InvocationUsage(FunctionDirectory functions, UsageMeter usage) : IFunctionLog
{
    public void Write(FunctionLogLine line)
    {
        // Lines count where they are kept, from the function's log level on.
    }

    public void Write(InvocationStart start)
    {
        // Its report has what it took.
    }

    public void Write(InvocationReport report)
    {
        usage.Add(UsageItem.Invocations);
        AddTime(report.FunctionName, report.BilledDuration);
    }

    /// <summary>No report has the INIT of an environment that failed in it.</summary>
    public void Write(EnvironmentFailure failure)
    {
        if (failure.InitDuration is { } init)
        {
            AddTime(failure.FunctionName, init);
        }
    }

    private void AddTime(string functionName, TimeSpan billed)
    {
        if (functions.Find(functionName) is { } function)
        {
            usage.Add(UsageItem.TimeOf(function), FunctionTime.GigabyteSeconds(function, billed.TotalMilliseconds));
        }
    }
}
