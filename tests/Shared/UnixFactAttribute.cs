namespace SensorWatch.Tests;

/// <summary>A test that starts a script by its <c>#!</c> line or sends a signal.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has neither scripts that start by themselves nor signals.";
        }
    }
}
