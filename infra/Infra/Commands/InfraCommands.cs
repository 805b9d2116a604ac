using System.CommandLine;
using SensorWatch.Templates.Assembly;

namespace SensorWatch.Infra.Commands;

/// <summary>The command line: without a command the CDK app, as the CDK CLI starts it; else what looks at a cloud assembly.</summary>
internal static class InfraCommands
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong, a line each.</param>
    /// <returns>0: done; 1: it can't be, or the design rules are violated.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("SensorWatch's infrastructure. Without a command: synthesizes, as `npx aws-cdk synth` does.")
        {
            VerifyCommand.Create(),
            GraphCommand.Create(),
            CostCommand.Create(),
        };
        root.SetAction(_ => SynthCommand.Run(error));
        try
        {
            return root.Parse([.. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (MessageOf(exception) is { } message)
        {
            error.WriteLine(message);
            return 1;
        }
    }

    /// <summary>The folder of a cloud assembly; <c>cdk.out</c> of the project without one.</summary>
    public static Argument<string> AssemblyArgument() => new("assembly")
    {
        Description = "Folder of a cloud assembly; the project's cdk.out by default",
        DefaultValueFactory = _ => Path.Combine(FindProject(), "cdk.out"),
    };

    private static string? MessageOf(Exception exception) =>
        exception is CloudAssemblyException ? exception.Message : UserError.Describe(exception);

    public static string FindProject() => ProjectFolder.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
}
