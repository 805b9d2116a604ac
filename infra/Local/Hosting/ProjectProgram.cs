using System.Diagnostics;

namespace SensorWatch.Local.Hosting;

/// <summary>Runs a program of the project, which has been built together with this one, to its end.</summary>
internal static class ProjectProgram
{
    /// <param name="project">The project; its root is the program's working folder.</param>
    /// <param name="program">The program's <c>.dll</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Environment variables beside those of this program.</param>
    /// <param name="cancellationToken">Ends the program and what it started.</param>
    public static async Task<ProgramResult> RunAsync(
        ProjectLayout project,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost.Executable, [program, .. arguments])
        {
            WorkingDirectory = project.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);
