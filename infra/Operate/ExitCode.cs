namespace SensorWatch.Operate;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>It could not: AWS refused or can't be reached, or there is no such thing.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong; nothing was tried.</summary>
    public const int WrongArguments = 2;
}
