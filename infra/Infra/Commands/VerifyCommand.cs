using System.CommandLine;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Infra.Commands;

/// <summary>Checks a cloud assembly by the design rules.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var assembly = InfraCommands.AssemblyArgument();
        var command = new Command("verify", "Checks any app's cloud assembly by the design rules; exits with 1 on a violation.") { assembly };
        command.SetAction(parsed =>
        {
            var loaded = CloudAssembly.Load(parsed.GetRequiredValue(assembly));
            var code = Verify(loaded, parsed.InvocationConfiguration.Error);
            if (code == 0)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{loaded.Stacks.Count} stacks, {DesignRules.All.Count} rules, no violation.");
            }

            return code;
        });
        return command;
    }

    /// <summary>Writes each violation as a line.</summary>
    /// <returns>1 when there is one.</returns>
    public static int Verify(CloudAssembly assembly, TextWriter error)
    {
        var review = DesignReview.Of(assembly);
        foreach (var violation in review.Violations)
        {
            error.WriteLine(violation);
        }

        return review.Violations.Count == 0 ? 0 : 1;
    }
}
