namespace SensorWatch.Local.Console;

/// <summary>The page's files, which are packed into this assembly.</summary>
internal static class ConsoleFiles
{
    /// <summary>Begins the names of the packed files.</summary>
    private const string Prefix = "console/";

    /// <summary>The files by their path below <c>/_console/</c>.</summary>
    public static IReadOnlyDictionary<string, byte[]> Read()
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            });
    }

    /// <summary>By the ending of the name. https://html.spec.whatwg.org/multipage/scripting.html#scriptingLanguages</summary>
    public static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        ".json" => "application/json",
        _ => "text/plain; charset=utf-8",
    };
}
