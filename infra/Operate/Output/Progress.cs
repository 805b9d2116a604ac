using System.Globalization;
using Spectre.Console;

namespace SensorWatch.Operate.Output;

/// <summary>How far long work is.</summary>
/// <param name="Done">What is done.</param>
/// <param name="Total">Of how much, in the same unit; 0 when that isn't known.</param>
/// <param name="Unit">For people: <c>messages</c>.</param>
internal readonly record struct Advance(double Done, double Total, string Unit);

/// <summary>Shows long work: a bar on a terminal, lines elsewhere; always on standard error.</summary>
internal static class Progress
{
    /// <summary>Between two lines.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Does the work, and shows what it reports.</summary>
    /// <param name="shell">Where.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="workAsync">The work, which reports how far it is.</param>
    public static Task<T> ShowAsync<T>(this Shell shell, string title, Func<Action<Advance>, Task<T>> workAsync) =>
        shell.Terminal is { } terminal ? DrawAsync(terminal, title, workAsync) : WriteAsync(shell, title, workAsync);

    private static Task<T> DrawAsync<T>(IAnsiConsole terminal, string title, Func<Action<Advance>, Task<T>> workAsync) => terminal.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
        .StartAsync(context =>
        {
            var task = context.AddTask(Markup.Escape(title));
            task.IsIndeterminate = true;
            return workAsync(advance =>
            {
                task.IsIndeterminate = advance.Total <= 0;
                task.MaxValue = Math.Max(1, advance.Total);
                task.Value = advance.Done;
                task.Description = Markup.Escape($"{title}: {Text(advance)}");
            });
        });

    private static async Task<T> WriteAsync<T>(Shell shell, string title, Func<Action<Advance>, Task<T>> workAsync)
    {
        var last = shell.Time.GetTimestamp();
        return await workAsync(advance =>
        {
            var now = shell.Time.GetTimestamp();
            if (shell.Time.GetElapsedTime(last, now) < Pace)
            {
                return;
            }

            last = now;
            shell.Error.WriteLine($"{title}: {Text(advance)}");
        });
    }

    private static string Text(Advance advance) => advance.Total > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{advance.Done:0} of {advance.Total:0} {advance.Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{advance.Done:0} {advance.Unit}");
}
