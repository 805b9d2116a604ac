using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The executable of a function on a custom runtime: the file <c>bootstrap</c> in its package.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
/// </summary>
public static class Bootstrap
{
    /// <summary>The file's name on this system.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap";

    /// <summary>Absolute path of a function's executable.</summary>
    /// <exception cref="LocalException">The function can't run here; the message names it and says why.</exception>
    public static string Find(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Problem(function) is { } problem
            ? throw new LocalException(problem, ExitCodes.Refused)
            : PathOf(function.CodeDirectory!);
    }

    /// <summary>Why a function can't run here: one line that begins with its path; null when it can.</summary>
    public static string? Problem(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var path = function.Resource.Path;
        if (!function.Runtime.StartsWith("provided.", StringComparison.Ordinal))
        {
            return $"{path}: runtime '{function.Runtime}' is not run here; only executables are (provided.al2023 or provided.al2).";
        }

        if (function.CodeDirectory is null)
        {
            return $"{path}: its code is not a file asset of the cloud assembly, so there is no {FileName} to start.";
        }

        if (!File.Exists(PathOf(function.CodeDirectory)))
        {
            return $"{path}: expected the executable {PathOf(function.CodeDirectory)}, and there is none; build or publish the function's package first.";
        }

        var reserved = FunctionVariables.Reserved.Where(function.Environment.ContainsKey).ToList();
        return reserved.Count == 0
            ? null
            : $"{path}: Lambda keeps these environment variables for itself, and refuses them: {string.Join(", ", reserved)}.";
    }

    private static string PathOf(string codeDirectory) => Path.GetFullPath(Path.Combine(codeDirectory, FileName));
}
