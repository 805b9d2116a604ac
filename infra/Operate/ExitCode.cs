namespace SensorWatch.Operate;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked, and all is well.</summary>
    public const int Done = 0;

    /// <summary>It could not: AWS refused or can't be reached, or there is no such thing.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong; nothing was tried.</summary>
    public const int WrongArguments = 2;

    /// <summary>It did what it was asked, and what it found needs a person.</summary>
    public const int NeedsAttention = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells have it: 128 and the signal's number.</summary>
    public const int Stopped = 130;

    /// <summary>For help texts.</summary>
    public const string Meaning =
        "Exit codes: 0 done and well, 1 failed (refused, unreachable, no such thing), 2 wrong arguments, 3 done, and something needs a person, 130 stopped.";
}
