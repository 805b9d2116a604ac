using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Review;

/// <summary>What people call what ARNs, names and addresses stand for: <c>table Alerts</c>.</summary>
internal sealed class ReviewNames
{
    private readonly Dictionary<string, string> _titles = [];

    public ReviewNames(Deployment deployment, FlowGraph graph)
    {
        var titles = graph.Nodes.Where(node => node.Path is not null && node.Kind != FlowNodeKind.Stream)
            .ToDictionary(node => node.Path!, FlowText.Title);
        foreach (var resource in deployment.Resources)
        {
            var title = titles.GetValueOrDefault(resource.Path) ?? $"{resource.Type.Split(':')[^1]} {FlowNodes.ShortName(resource)}";
            foreach (var value in resource.Attributes.Values.Append(resource.PhysicalId).Where(value => value.Length > 3))
            {
                _titles.TryAdd(value, title);
            }

            if (resource.Attributes.TryGetValue("StreamArn", out var stream))
            {
                _titles[stream] = $"stream of {title}";
            }
        }
    }

    /// <summary>A title, with what follows it: <c>table Alerts /index/byStatus</c>. The text itself when it is of nothing here.</summary>
    public string Of(string text)
    {
        if (_titles.TryGetValue(text, out var title))
        {
            return title;
        }

        var owner = _titles.Keys.Where(known => text.StartsWith($"{known}/", StringComparison.Ordinal) || text.StartsWith($"{known}:", StringComparison.Ordinal))
            .MaxBy(known => known.Length);
        return owner is null ? Markdown.Code(text) : $"{_titles[owner]} {Markdown.Code(text[owner.Length..])}";
    }
}
