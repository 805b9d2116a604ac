using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Hosting;

/// <summary>Writes log messages as short lines: <c>14:03:07.123  Component  message</c>.</summary>
/// <param name="output">Where to.</param>
/// <param name="minimum">Messages below it are left out.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLoggerProvider(TextWriter output, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new(this, ShortName(name)));

    public void Dispose()
    {
    }

    /// <summary>Of a type's full name, its last part.</summary>
    private static string ShortName(string category) => category[(category.LastIndexOf('.') + 1)..];

    private void Write(string component, LogLevel level, string message, Exception? exception)
    {
        var mark = level switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        lock (_lock)
        {
            output.WriteLine($"{time.GetLocalNow():HH:mm:ss.fff}  {component,-16}  {mark}{message}");
            if (exception is not null)
            {
                output.WriteLine(exception);
            }
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string component) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Minimum && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(component, logLevel, formatter(state, exception), exception);
            }
        }
    }

    private LogLevel Minimum => minimum;
}
