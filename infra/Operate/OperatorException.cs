namespace SensorWatch.Operate;

/// <summary>A command can't do what it was asked; the message says what was expected, what came, and what to do.</summary>
internal sealed class OperatorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>How the command ends.</summary>
    public int Code { get; private init; } = ExitCode.Failed;

    /// <summary>The arguments ask for something that can't be; nothing was tried.</summary>
    public static OperatorException WrongArguments(string message, Exception? innerException = null) => new(message, innerException) { Code = ExitCode.WrongArguments };
}
