using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers.Queries;

/// <summary>Reads the parameters of a GET request and collects what is wrong with them, so that one answer names all.</summary>
internal sealed class QueryParameters(HttpRequest request)
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The answer to the request; null when nothing is wrong so far.</summary>
    public Problem? Problem => _errors.Count == 0
        ? null
        : new Problem(400, "The request is not valid", "Mend the listed parameters.") { Errors = _errors };

    /// <summary>A parameter; null when it isn't given, or empty.</summary>
    public string? Text(string name) => request.Query(name) is { Length: > 0 } text ? text : null;

    /// <summary>Adds what is wrong, unless that is null.</summary>
    /// <param name="pointer">See <see cref="FieldError.Pointer"/>.</param>
    /// <param name="error">What was expected, and what came.</param>
    public void Check(string pointer, string? error)
    {
        if (error is not null)
        {
            _errors.Add(new(pointer, error));
        }
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (UtcTimeConverter.TryParse(text, out var value))
        {
            return value;
        }

        Check($"?{name}", $"expected a time with an offset, such as 2010-01-01T09:00:00Z ('+' is written %2B); got '{text}'");
        return null;
    }

    public T? Enum<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (EnumText.TryParse<T>(text, out var value))
        {
            return value;
        }

        Check($"?{name}", $"expected one of {EnumText.All<T>()}; got '{text}'");
        return null;
    }

    /// <summary>The parameter <c>limit</c>.</summary>
    public int Limit(int whenNotGiven, int maximum)
    {
        if (Text("limit") is not { } text)
        {
            return whenNotGiven;
        }

        if (int.TryParse(text, out var limit) && limit >= 1 && limit <= maximum)
        {
            return limit;
        }

        Check("?limit", $"expected a whole number from 1 to {maximum}; got '{text}'");
        return whenNotGiven;
    }

    /// <summary>The parameter <c>cursor</c>; null when it isn't given.</summary>
    /// <param name="read">Reads what was given to <see cref="Cursor.Write"/>; null when it can't be.</param>
    public T? Cursor<T>(Func<IReadOnlyList<string>, T?> read)
        where T : class
    {
        if (Text("cursor") is not { } text)
        {
            return null;
        }

        var value = Queries.Cursor.Read(text) is { } parts ? read(parts) : null;
        Check("?cursor", value is null ? "expected the cursor of a page's 'next', with the parameters that it came with" : null);
        return value;
    }
}
