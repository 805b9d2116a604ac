using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Assembly;

/// <summary>A JSON file of a cloud assembly; its faults become errors that name the file, the place and the mend.</summary>
internal sealed class AssemblyFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private AssemblyFile(string path, JsonObject root)
    {
        Path = path;
        Root = root;
    }

    public string Path { get; }

    public JsonObject Root { get; }

    public static AssemblyFile Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), nodeOptions: null, Strict) is JsonObject root
                ? new(path, root)
                : throw new CloudAssemblyException($"{path} should hold a JSON object. Synthesize again: npx aws-cdk synth.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CloudAssemblyException(
                $"{path} is missing, so this is no complete cloud assembly. Synthesize it (npx aws-cdk synth), or name the folder that has it.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CloudAssemblyException($"{path} cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new CloudAssemblyException($"{path} is not valid JSON: {exception.Message} Synthesize again: npx aws-cdk synth.", exception);
        }
    }

    /// <summary>The object at a member of another one.</summary>
    public JsonObject Object(JsonObject parent, string name) =>
        OptionalObject(parent, name) ?? throw Unexpected(parent, name, "an object");

    public JsonObject? OptionalObject(JsonObject parent, string name) => parent[name] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw Unexpected(parent, name, "an object"),
    };

    public string Text(JsonObject parent, string name) =>
        OptionalText(parent, name) ?? throw Unexpected(parent, name, "a string");

    public string? OptionalText(JsonObject parent, string name) => parent[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Unexpected(parent, name, "a string"),
    };

    /// <summary>The strings of an array; none when the member is missing.</summary>
    public IReadOnlyList<string> Texts(JsonObject parent, string name) => parent[name] switch
    {
        null => [],
        JsonArray array => [.. array.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw Unexpected(parent, name, "an array of strings"))],
        _ => throw Unexpected(parent, name, "an array of strings"),
    };

    /// <summary>The path of a file that this one names; it must not lead to anything but a file or folder that exists.</summary>
    public string Existing(string relative)
    {
        var path = System.IO.Path.GetFullPath(relative, System.IO.Path.GetDirectoryName(Path)!);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new CloudAssemblyException($"{path} is missing; {Path} names it. Synthesize again: npx aws-cdk synth.");
    }

    private CloudAssemblyException Unexpected(JsonObject parent, string name, string expected)
    {
        var came = parent[name] is { } node ? $"{node.GetValueKind()} came" : "it is missing";
        return new($"{Path}: {expected} is expected at {parent.GetPath()}.{name}, but {came}. Is it a cloud assembly of another version?");
    }
}
