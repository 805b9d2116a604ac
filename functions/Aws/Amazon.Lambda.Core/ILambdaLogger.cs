#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>
/// The log of an invocation. A runtime implements <see cref="Log(string)"/> and <see cref="LogLine"/>, and as many of the
/// others as it can do better: their default is to drop what it doesn't know of, level, arguments or exception.
/// </summary>
public interface ILambdaLogger
{
    /// <summary>Writes text.</summary>
    void Log(string message);

    /// <summary>Writes a line.</summary>
    void LogLine(string message);

    /// <summary>Writes a message at a level, the name of a <see cref="LogLevel"/>.</summary>
    void Log(string level, string message) => LogLine(message);

    /// <summary>Writes a message at a level.</summary>
    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    /// <summary>Writes a message template, such as <c>stored {Count} readings</c>, with its arguments in order.</summary>
    void Log(string level, string message, params object[] args) => Log(level, message);

    /// <summary>Writes a message template with its arguments in order, and an exception.</summary>
    void Log(string level, Exception exception, string message, params object[] args)
    {
        Log(level, message, args);
        Log(level, exception?.ToString());
    }

    /// <summary>Writes a message template with its arguments in order.</summary>
    void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    /// <summary>Writes a message template with its arguments in order, and an exception.</summary>
    void Log(LogLevel level, Exception exception, string message, params object[] args) =>
        Log(level.ToString(), exception, message, args);

    void LogTrace(string message) => Log(nameof(LogLevel.Trace), message);

    void LogTrace(string message, params object[] args) => Log(nameof(LogLevel.Trace), message, args);

    void LogTrace(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Trace), exception, message, args);

    void LogDebug(string message) => Log(nameof(LogLevel.Debug), message);

    void LogDebug(string message, params object[] args) => Log(nameof(LogLevel.Debug), message, args);

    void LogDebug(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Debug), exception, message, args);

    void LogInformation(string message) => Log(nameof(LogLevel.Information), message);

    void LogInformation(string message, params object[] args) => Log(nameof(LogLevel.Information), message, args);

    void LogInformation(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Information), exception, message, args);

    void LogWarning(string message) => Log(nameof(LogLevel.Warning), message);

    void LogWarning(string message, params object[] args) => Log(nameof(LogLevel.Warning), message, args);

    void LogWarning(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Warning), exception, message, args);

    void LogError(string message) => Log(nameof(LogLevel.Error), message);

    void LogError(string message, params object[] args) => Log(nameof(LogLevel.Error), message, args);

    void LogError(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Error), exception, message, args);

    void LogCritical(string message) => Log(nameof(LogLevel.Critical), message);

    void LogCritical(string message, params object[] args) => Log(nameof(LogLevel.Critical), message, args);

    void LogCritical(Exception exception, string message, params object[] args) =>
        Log(nameof(LogLevel.Critical), exception, message, args);
}
