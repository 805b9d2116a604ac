namespace SensorWatch.Local.Hosting;

/// <summary>Something that the person who started the local run can mend. The program prints the message alone, and ends.</summary>
/// <param name="message">What was expected, what came, and what to do.</param>
/// <param name="exitCode">What the program ends with; see <see cref="ExitCodes"/>.</param>
/// <param name="innerException">Its cause.</param>
public sealed class LocalException(string message, int exitCode, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the program ends with, so that scripts can tell the causes apart.</summary>
public static class ExitCodes
{
    /// <summary>A wrong option, or a folder or file that isn't there.</summary>
    public const int Usage = 2;

    /// <summary>Node.js, which the CDK needs, is missing.</summary>
    public const int NodeMissing = 3;

    /// <summary>The port is in use.</summary>
    public const int PortInUse = 4;

    /// <summary>The templates are faulty, or ask for something that the local run doesn't honour.</summary>
    public const int Refused = 5;

    /// <summary>Stopped by a second Ctrl-C, as a shell reports it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
