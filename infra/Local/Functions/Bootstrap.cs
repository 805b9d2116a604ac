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

    /// <summary>Absolute path of the executable that a function has when <see cref="ReasonToRefuse"/> finds none against it.</summary>
    public static string PathOf(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return PathOf(function.CodeDirectory ?? throw new ArgumentException($"{function.Resource.Path} has no package.", nameof(function)));
    }

    /// <summary>Why a function can't run here; null when it can.</summary>
    public static string? ReasonToRefuse(FunctionResource function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (function.Runtime is not ("provided.al2023" or "provided.al2"))
        {
            return $"runtime '{function.Runtime}' is not run here; only executables are (provided.al2023 or provided.al2).";
        }

        if (function.CodeDirectory is null)
        {
            return $"its code is not a folder of the cloud assembly, so there is no {FileName} to start.";
        }

        if (!File.Exists(PathOf(function.CodeDirectory)))
        {
            return $"expected the executable {PathOf(function.CodeDirectory)}, and there is none; build or publish the function's package first.";
        }

        var reserved = FunctionVariables.Reserved.Where(function.Environment.ContainsKey).ToList();
        return reserved.Count == 0
            ? null
            : $"Lambda keeps these environment variables for itself, and refuses them: {string.Join(", ", reserved)}.";
    }

    private static string PathOf(string codeDirectory) => Path.GetFullPath(Path.Combine(codeDirectory, FileName));
}
