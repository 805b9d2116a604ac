namespace SensorWatch.Templates.Resolution;

/// <summary>Computes each value once, when it is first asked for, and notices when a value needs itself.</summary>
internal sealed class Evaluation
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly List<string> _running = [];

    /// <param name="name">Unique name of the value, such as <c>Dev/State Orders.Arn</c>; messages show it.</param>
    /// <param name="at">Who asks.</param>
    /// <param name="compute">Computes the value.</param>
    public T Once<T>(string name, Location at, Func<T> compute)
    {
        if (_values.TryGetValue(name, out var known))
        {
            return (T)known!;
        }

        if (_running.Contains(name))
        {
            var circle = _running.SkipWhile(other => other != name).Append(name);
            throw at.Error($"the value depends on itself: {string.Join(" -> ", circle)}. Break the circle, for example with an explicit name.");
        }

        _running.Add(name);
        try
        {
            var value = compute();
            _values.Add(name, value);
            return value;
        }
        finally
        {
            _running.RemoveAt(_running.Count - 1);
        }
    }
}
