using System.Diagnostics.CodeAnalysis;

namespace SensorWatch.Local.Console;

/// <summary>A route of the console's API.</summary>
/// <param name="Method"><c>GET</c>, which changes nothing, or <c>POST</c>.</param>
/// <param name="Pattern">The path below <c>/_console/api/</c>, variables in braces: <c>queues/{name}/messages</c>.</param>
/// <param name="Handle">Answers.</param>
internal sealed record ConsoleRoute(string Method, string Pattern, Func<ConsoleCall, Task> Handle)
{
    private readonly string[] _segments = Pattern.Split('/');

    /// <summary>A route that gives something.</summary>
    public static ConsoleRoute Get(string pattern, Func<ConsoleCall, object> answer) =>
        new("GET", pattern, call => call.AnswerAsync(answer(call)));

    /// <summary>A route that does what its body asks for.</summary>
    public static ConsoleRoute Post<T>(string pattern, Func<ConsoleCall, T, Task<object>> answer)
        where T : class =>
        new("POST", pattern, async call => await call.AnswerAsync(await answer(call, await call.ReadAsync<T>())));

    /// <summary>Whether a path is this route's, whatever the method.</summary>
    /// <param name="path">Decoded segments.</param>
    /// <param name="parameters">The variables.</param>
    public bool Matches(IReadOnlyList<string> path, [NotNullWhen(true)] out Dictionary<string, string>? parameters)
    {
        parameters = null;
        if (path.Count != _segments.Length)
        {
            return false;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < path.Count; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'] && path[i].Length > 0)
            {
                found[name] = path[i];
            }
            else if (path[i] != _segments[i])
            {
                return false;
            }
        }

        parameters = found;
        return true;
    }
}
