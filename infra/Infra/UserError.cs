using System.Diagnostics;

namespace SensorWatch.Infra;

/// <summary>Which exceptions are for whoever wires the system or starts the app, and how they are told: without a stack trace.</summary>
public static class UserError
{
    private static readonly Type App = typeof(SensorWatchApp);

    /// <summary>
    /// The message, and the line of the stack that it is about; null for an exception that is a mistake of the app's own.
    /// An <see cref="ArgumentException"/> is the user's when this assembly has checked the argument.
    /// </summary>
    public static string? Describe(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var isForUser = exception is ConfigurationException
            || (exception is ArgumentException
                && frames.Select(frame => frame.GetMethod()?.DeclaringType?.Assembly).FirstOrDefault(assembly => assembly != typeof(object).Assembly) == App.Assembly);
        if (!isForUser)
        {
            return null;
        }

        var line = frames.FirstOrDefault(frame =>
            frame.GetFileName() is not null && frame.GetMethod()?.DeclaringType?.Namespace == $"{App.Namespace}.{nameof(Stacks)}");
        return line is null ? exception.Message : $"{exception.Message}\n  {Path.GetFileName(line.GetFileName())}, line {line.GetFileLineNumber()}";
    }
}
