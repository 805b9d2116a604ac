namespace SensorWatch.Templates.Resolution;

/// <summary>Which resource of a stack needs which: CloudFormation creates them in that order, so there can be no circle.</summary>
internal sealed class ResourceDependencies
{
    private readonly Dictionary<string, HashSet<string>> _needs = [];

    public void Add(string dependent, string needed)
    {
        if (!_needs.TryGetValue(dependent, out var needs))
        {
            _needs.Add(dependent, needs = []);
        }

        needs.Add(needed);
    }

    /// <summary>The resources of a circle, the first one again at the end; null when there is none.</summary>
    public IReadOnlyList<string>? FindCircle()
    {
        var done = new HashSet<string>();
        var path = new List<string>();
        return _needs.Keys.Select(Visit).FirstOrDefault(circle => circle is not null);

        IReadOnlyList<string>? Visit(string resource)
        {
            if (path.IndexOf(resource) is >= 0 and var start)
            {
                return [.. path[start..], resource];
            }

            if (!done.Add(resource))
            {
                return null;
            }

            path.Add(resource);
            var circle = _needs.GetValueOrDefault(resource)?.Select(Visit).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            return circle;
        }
    }
}
