using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>
/// What an app does at the start of each local run, from the context key <c>local:start</c> in <c>cdk.json</c>: an object
/// of names and commands, <c>{"TOKEN": "Tool issue --table {ref:State/Tokens}"}</c>. A command is a program of the
/// project, built together with the local run, and its arguments; what it writes is the name's value, which is shown and
/// may stand in the example command as <c>{TOKEN}</c>. In a command <c>{endpoint}</c> is the address, and
/// <c>{ref:PATH}</c> what <c>Ref</c> gives for the resource at that construct path below the stage.
/// </summary>
internal sealed partial class StartCommands(ProjectLayout project)
{
    private const string ContextKey = "local:start";

    /// <summary>Runs the commands, side by side.</summary>
    /// <returns>Their values by name, in the order of <c>cdk.json</c>; none without commands.</returns>
    /// <exception cref="LocalException">A command is not one, or failed.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> RunAsync(Deployment deployment, Uri address, CancellationToken cancellationToken)
    {
        var commands = Synthesizer.ReadContext(project.CdkJson)[ContextKey] switch
        {
            null => [],
            JsonObject named => named,
            _ => throw Wrong("an object of names and commands"),
        };
        return await Task.WhenAll(commands.Select(async command =>
        {
            var text = (command.Value as JsonValue)?.ToString() ?? throw Wrong($"a command as text for '{command.Key}'");
            var output = await RunAsync(Fill(text, deployment, address), address, cancellationToken);
            return KeyValuePair.Create(command.Key, output);
        }));
    }

    private static string Fill(string command, Deployment deployment, Uri address) => Placeholder().Replace(
        command.Replace("{endpoint}", address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal),
        match => Ref(deployment, match.Groups["path"].Value));

    private static string Ref(Deployment deployment, string path)
    {
        var resource = deployment.Resources.FirstOrDefault(resource =>
            resource.Path.IndexOf('/', StringComparison.Ordinal) is var stage && resource.Path[(stage + 1)..] is var below
            && (below == path || below == $"{path}/Resource"));
        return resource?.PhysicalId ?? throw Wrong($"the construct path of a resource below the stage in {{ref:{path}}}; there is none");
    }

    private static LocalException Wrong(string expected) => new($"The context key '{ContextKey}' in cdk.json expects {expected}.", ExitCodes.Usage);

    [GeneratedRegex(@"\{ref:(?<path>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    private async Task<string> RunAsync(string command, Uri address, CancellationToken cancellationToken)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var program = project.Program(words.Length > 0 ? words[0] : "");
        if (!File.Exists(program))
        {
            throw Wrong($"the name of a built program of the project first in '{command}'; {program} is missing");
        }

        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = address.GetLeftPart(UriPartial.Authority),
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
        };
        var result = await ProjectProgram.RunAsync(project, program, words.Skip(1), variables, cancellationToken);
        return result.ExitCode == 0
            ? result.Output.Trim()
            : throw new LocalException($"'{command}' failed with exit code {result.ExitCode}: {result.Error.Trim()}", result.ExitCode);
    }
}
