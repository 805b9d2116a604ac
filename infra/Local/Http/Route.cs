using System.Diagnostics.CodeAnalysis;

namespace SensorWatch.Local.Http;

/// <summary>
/// A route of an HTTP API, from its key: <c>GET /things/{id}</c>, <c>ANY /files/{path+}</c> or <c>$default</c>.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
/// </summary>
internal sealed class Route
{
    public const string DefaultKey = "$default";

    private const string AnyMethod = "ANY";

    private readonly string? _method;
    private readonly IReadOnlyList<string> _segments;

    private Route(string key, string? method, IReadOnlyList<string> segments)
    {
        Key = key;
        _method = method;
        _segments = segments;
        Precedence = PrecedenceOf(method, segments);
    }

    /// <summary>The route key, as requests carry it in <c>routeKey</c>.</summary>
    public string Key { get; }

    /// <summary>
    /// Of two routes that match a request, the one with the ordinally smaller string is chosen: AWS prefers a full match
    /// to a greedy variable and that to <c>$default</c>; then what is fixed goes before variables, segment by segment, and
    /// a named method before <c>ANY</c>.
    /// </summary>
    public string Precedence { get; }

    /// <exception cref="FormatException"><see cref="Problem"/> finds fault with the key.</exception>
    public static Route Parse(string key)
    {
        if (Problem(key) is { } problem)
        {
            throw new FormatException(problem);
        }

        return key == DefaultKey ? new(key, null, []) : new(key, MethodOf(key), SegmentsOf(key));
    }

    /// <summary>Why a route key isn't one; null when it is.</summary>
    public static string? Problem(string key)
    {
        if (key == DefaultKey)
        {
            return null;
        }

        if (key.Split(' ') is not [{ Length: > 0 }, ['/', ..]])
        {
            return $"route key '{key}' is neither {DefaultKey} nor of the form 'METHOD /path'.";
        }

        return SegmentsOf(key)[..^1].Any(IsGreedy) ? $"route key '{key}' has a greedy variable before its end." : null;
    }

    /// <summary>Whether a request is for this route.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="segments">Its path without the first slash, split at slashes, still percent-encoded.</param>
    /// <param name="parameters">The path's variables, decoded.</param>
    public bool Matches(string method, IReadOnlyList<string> segments, [NotNullWhen(true)] out Dictionary<string, string>? parameters)
    {
        parameters = null;
        if (_method is null)
        {
            parameters = [];
            return true;
        }

        if (_method != AnyMethod && _method != method)
        {
            return false;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < _segments.Count; i++)
        {
            if (i >= segments.Count)
            {
                return false;
            }

            if (IsGreedy(_segments[i]))
            {
                var rest = string.Join('/', segments.Skip(i));
                found[_segments[i][1..^2]] = Uri.UnescapeDataString(rest);
                parameters = rest.Length > 0 ? found : null;
                return parameters is not null;
            }

            var value = Uri.UnescapeDataString(segments[i]);
            if (!IsVariable(_segments[i]))
            {
                if (value != _segments[i])
                {
                    return false;
                }
            }
            else if (value.Length > 0)
            {
                found[_segments[i][1..^1]] = value;
            }
            else
            {
                return false;
            }
        }

        parameters = segments.Count == _segments.Count ? found : null;
        return parameters is not null;
    }

    private static string MethodOf(string key) => key[..key.IndexOf(' ', StringComparison.Ordinal)];

    private static string[] SegmentsOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('/');

    private static string PrecedenceOf(string? method, IReadOnlyList<string> segments)
    {
        if (method is null)
        {
            return "3";
        }

        var match = segments.Any(IsGreedy) ? '2' : '1';
        var path = string.Concat(segments.Select(segment => IsGreedy(segment) ? 'c' : IsVariable(segment) ? 'b' : 'a'));
        return $"{match}{path} {(method == AnyMethod ? 'b' : 'a')}";
    }

    private static bool IsVariable(string segment) => segment is ['{', .., '}'];

    private static bool IsGreedy(string segment) => segment is ['{', .., '+', '}'];
}
