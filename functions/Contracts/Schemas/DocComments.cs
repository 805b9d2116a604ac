using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SensorWatch.Contracts.Schemas;

/// <summary>
/// The documentation comments of the contracts, from the file that the compiler writes beside the assembly:
/// https://learn.microsoft.com/dotnet/csharp/language-reference/xmldoc/
/// </summary>
internal sealed partial class DocComments
{
    private static readonly Lazy<DocComments> Loaded = new(() => Load(Path.Combine(AppContext.BaseDirectory, "Contracts.xml")));

    private readonly Dictionary<string, XElement> _members;

    internal DocComments(XDocument document) => _members = document.Descendants("member")
        .ToDictionary(member => (string?)member.Attribute("name") ?? "", StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FileNotFoundException">The program runs without the file, as a published function does.</exception>
    public static DocComments Instance => Loaded.Value;

    /// <summary>The summary of a type; null without one.</summary>
    public string? OfType(Type type) => Text(_members.GetValueOrDefault("T:" + IdOf(type))?.Element("summary"));

    /// <summary>The summary of a property, or what the record says of the parameter that made it; null without either.</summary>
    /// <param name="type">The record.</param>
    /// <param name="name">The property's name in JSON or in C#: case makes no difference.</param>
    public string? OfMember(Type type, string name) =>
        Text(_members.GetValueOrDefault($"P:{IdOf(type)}.{name}")?.Element("summary"))
        ?? Text(_members.GetValueOrDefault("T:" + IdOf(type))?.Elements("param")
            .FirstOrDefault(parameter => string.Equals((string?)parameter.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)));

    private static DocComments Load(string path) => File.Exists(path)
        ? new(XDocument.Load(path))
        : throw new FileNotFoundException(
            $"Schemas take their descriptions from {path}, which is missing: build with GenerateDocumentationFile, and keep the file beside Contracts.dll.",
            path);

    private static string IdOf(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "see" or "paramref" } reference => NameOf(reference),
                XElement inner => inner.Value,
                XText plain => plain.Value,
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    /// <summary>The last part of a reference: <c>P:SensorWatch.Contracts.Limits.Hysteresis</c> is Hysteresis.</summary>
    private static string NameOf(XElement reference)
    {
        var id = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? reference.Value;
        return id[(id.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
