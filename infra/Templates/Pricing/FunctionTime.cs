using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Pricing;

/// <summary>How Lambda bills a function's time: by its memory, and by its processor. https://aws.amazon.com/lambda/pricing/</summary>
public static class FunctionTime
{
    /// <summary>What the time is billed as.</summary>
    public static PriceItem ItemOf(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.Architecture == "arm64" ? PriceItem.LambdaGigabyteSecondsArm : PriceItem.LambdaGigabyteSecondsX86;
    }

    /// <summary>GB-seconds of so many milliseconds.</summary>
    public static double GigabyteSeconds(FunctionResource function, double milliseconds)
    {
        ArgumentNullException.ThrowIfNull(function);
        return milliseconds / 1000 * function.MemorySizeMegabytes / 1024;
    }
}
