using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Resolution;

/// <summary>One resource during resolution: its name, attributes and properties, each computed when it is first needed.</summary>
internal sealed class ResourceScope
{
    private const string NestedStack = "AWS::CloudFormation::Stack";

    private readonly StackScope _stack;
    private readonly IntrinsicFunctions _functions;
    private readonly Evaluation _evaluation;
    private readonly JsonObject _definition;
    private readonly JsonObject _properties;
    private readonly ResourceType _type;
    private readonly Location _at;

    public ResourceScope(StackScope stack, IntrinsicFunctions functions, Evaluation evaluation, string logicalId, JsonNode? definition)
    {
        _stack = stack;
        _functions = functions;
        _evaluation = evaluation;
        LogicalId = logicalId;
        _definition = definition as JsonObject ?? throw stack.At($"Resources.{logicalId}").Error("an object is expected.");
        TypeName = (_definition["Type"] as JsonValue)?.ToString() ?? throw stack.At($"Resources.{logicalId}").Error("a Type is expected.");
        Path = (_definition.Find("Metadata", "aws:cdk:path") as JsonValue)?.ToString()
            ?? stack.Artifact.ConstructPaths.GetValueOrDefault(logicalId)
            ?? $"{stack.Id}/{logicalId}";
        _at = new($"{Path} ({TypeName})", "Properties", logicalId);
        _type = ResourceTypes.Find(TypeName);
        _properties = _definition["Properties"] switch
        {
            null => [],
            JsonObject properties => properties,
            _ => throw _at.Error("an object is expected."),
        };
    }

    public string LogicalId { get; }

    /// <summary>CloudFormation's type: <c>AWS::SQS::Queue</c>.</summary>
    public string TypeName { get; }

    public string Path { get; }

    public StackScope Stack => _stack;

    /// <summary>Whether the resource's condition holds; without one it does.</summary>
    public bool Exists => _definition["Condition"] is not { } condition || _stack.Condition(condition.ToString(), _at);

    /// <summary>The explicit name, else one made of the stack's name and the logical id.</summary>
    public string Name => _evaluation.Once($"{_stack.Id} {LogicalId}'s name", _at, () =>
        (_type.NameProperty is { } property ? Property(property) : null) ?? PhysicalNames.Derive(_type, _stack.StackName, LogicalId, Property));

    /// <summary>What <c>Ref</c> gives.</summary>
    public string PhysicalId(Location at) => _evaluation.Once($"{_stack.Id} {LogicalId}", at, () =>
        Overridden("Ref") ?? _type.Ref(Context) ?? throw at.Gap($"Ref of '{LogicalId}' ({TypeName}) is not known."));

    /// <summary>What <c>Fn::GetAtt</c> gives.</summary>
    public string Attribute(string name, Location at) => _evaluation.Once($"{_stack.Id} {LogicalId}.{name}", at, () =>
    {
        var known = _type.Attributes.GetValueOrDefault(name);
        return Overridden(name) ?? (known is not null
            ? known(Context) ?? throw at.Error(UnknownAttribute(name, $"{Path} ({TypeName}) is not declared so that it has one."))
            : throw at.Gap(UnknownAttribute(name, $"{TypeName} is not known to have it. {KnownAttributes}")));
    });

    /// <summary>The resource with its properties resolved; what it refers to is added to the dependencies.</summary>
    public Resource Resolve(ResourceDependencies dependencies)
    {
        if (TypeName == NestedStack)
        {
            throw _at.Gap("nested stacks are not supported. Make it a stack of its own.");
        }

        var properties = _functions.Resolve(_properties, _at) as JsonObject ?? throw _at.Error("an object is expected.");
        _stack.Faults.Try(() => AddExplicitDependencies(dependencies));
        return new Resource
        {
            Path = Path,
            StackId = _stack.Id,
            LogicalId = LogicalId,
            Type = TypeName,
            Name = Name,
            PhysicalId = PhysicalId(_at),
            Attributes = Attributes(),
            Properties = properties,
            Metadata = _definition["Metadata"] as JsonObject ?? [],
            DeletionPolicy = Policy("DeletionPolicy"),
            UpdateReplacePolicy = Policy("UpdateReplacePolicy"),
            AssetPath = AssetPath(properties),
        };
    }

    /// <summary>The text of a property, nested by dots; null when there is none.</summary>
    public string? Property(string path)
    {
        JsonNode? node = _properties;
        var at = _at;
        foreach (var name in path.Split('.'))
        {
            at = at.Member(name);
            node = _functions.Resolve((node as JsonObject)?[name], at);
            if (node is null || node == IntrinsicFunctions.NoValue)
            {
                return null;
            }
        }

        return _functions.Text(node, at);
    }

    /// <summary>Only a transform of AWS's puts anything but a text there, and nobody here knows what comes of it.</summary>
    private string? Policy(string name) => _definition[name] switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => $"{Deployment.UnresolvedMark}{name}}}",
    };

    private ResourceContext Context => new(this);

    private string KnownAttributes =>
        (_type.Attributes.Count == 0 ? "No attribute of that type is." : $"It has: {string.Join(", ", _type.Attributes.Keys)}.")
        + $" A new one goes into {nameof(ResourceTypes)}.cs.";

    private string UnknownAttribute(string name, string why) => $"Fn::GetAtt names '{LogicalId}.{name}', but {why}";

    private string? Overridden(string attributeOrRef) => _stack.Settings.Override?.Invoke(
        new ResourceReference
        {
            Type = TypeName,
            Path = Path,
            StackId = _stack.Id,
            LogicalId = LogicalId,
            Name = Name,
            Account = _stack.Account,
            Region = _stack.Region,
        },
        attributeOrRef);

    private Dictionary<string, string> Attributes()
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (name, value) in _type.Attributes)
        {
            if (Overridden(name) is not null || value(Context) is not null)
            {
                attributes.Add(name, Attribute(name, _at));
            }
        }

        return attributes;
    }

    private void AddExplicitDependencies(ResourceDependencies dependencies)
    {
        IEnumerable<string> names = _definition["DependsOn"] switch
        {
            null => [],
            JsonArray list => list.Select(name => $"{name}"),
            var single => [$"{single}"],
        };
        foreach (var name in names)
        {
            if (_stack.Section("Resources")?[name] is null)
            {
                throw (_at with { Path = "DependsOn" }).Error($"the template has no resource '{name}'.");
            }

            dependencies.Add(LogicalId, name);
        }
    }

    /// <summary>The asset whose object key the type's asset property holds.</summary>
    private string? AssetPath(JsonObject properties)
    {
        return _type.AssetProperty is { } path && properties.Find(path.Split('.')) is JsonValue key
            ? _stack.Artifact.FileAssets.FirstOrDefault(asset => asset.ObjectKey == key.ToString())?.Path
            : null;
    }
}
