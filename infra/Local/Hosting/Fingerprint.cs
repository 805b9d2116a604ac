using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Hosting;

/// <summary>Tells whether what a synthesis reads has changed: SHA-256 over names and contents.</summary>
internal static class Fingerprint
{
    /// <param name="app">The CDK app's <c>.dll</c>; counted with the project's own assemblies beside it and the list of the packages'.</param>
    /// <param name="package">The functions' package, all files of it.</param>
    /// <param name="cdkJson">The file with the context.</param>
    /// <param name="options">Whatever else decides what comes out.</param>
    public static string Of(string app, string package, string cdkJson, params IEnumerable<string> options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var option in options)
        {
            Add(hash, option);
        }

        foreach (var file in AppFiles(app).Append(cdkJson))
        {
            AddFile(hash, Path.GetFileName(file), file);
        }

        foreach (var file in Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            AddFile(hash, Path.GetRelativePath(package, file), file);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The app's assemblies that belong to the project, by <c>.deps.json</c>, and that file itself, which has the versions
    /// of the packages: 100 MB that need not be read.
    /// </summary>
    private static IEnumerable<string> AppFiles(string app)
    {
        var folder = Path.GetDirectoryName(app)!;
        var dependencies = Path.ChangeExtension(app, ".deps.json");
        var json = JsonNode.Parse(File.ReadAllText(dependencies))!;
        var projects = json["libraries"]!.AsObject()
            .Where(library => library.Value!["type"]!.GetValue<string>() == "project")
            .Select(library => library.Key)
            .ToHashSet(StringComparer.Ordinal);
        return json["targets"]!.AsObject()
            .SelectMany(target => target.Value!.AsObject())
            .Where(library => projects.Contains(library.Key))
            .SelectMany(library => library.Value!["runtime"]?.AsObject().Select(file => file.Key) ?? [])
            .Select(name => Path.Combine(folder, name))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .Append(dependencies);
    }

    private static void AddFile(IncrementalHash hash, string name, string file)
    {
        using var content = File.OpenRead(file);
        Add(hash, name);
        hash.AppendData(SHA256.HashData(content));
    }

    /// <summary>With its length before it, so that no two lists of texts look alike.</summary>
    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(Encoding.UTF8.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(bytes);
    }
}
