using System.Text.Json.Nodes;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Resolution;

/// <summary>One stack during resolution: what the names in its template stand for.</summary>
internal sealed class StackScope
{
    private readonly StackArtifact _artifact;
    private readonly DeploymentSettings _settings;
    private readonly Exports _exports;
    private readonly Evaluation _evaluation;
    private readonly IntrinsicFunctions _functions;
    private readonly Conditions _conditions;
    private readonly Parameters _parameters;
    private readonly ResourceDependencies _dependencies = new();
    private readonly Dictionary<string, ResourceScope> _resources = [];

    public StackScope(StackArtifact artifact, DeploymentSettings settings, Exports exports, Evaluation evaluation, FaultLog faults)
    {
        Faults = faults;
        _artifact = artifact;
        _settings = settings;
        _exports = exports;
        _evaluation = evaluation;
        _functions = new(this);
        _conditions = new(this, _functions, evaluation);
        _parameters = new(this, settings);
        foreach (var (logicalId, definition) in Section("Resources") ?? [])
        {
            faults.Try(() => _resources.Add(logicalId, new ResourceScope(this, _functions, evaluation, logicalId, definition)));
        }
    }

    public string Id => _artifact.Id;

    public string StackName => _artifact.StackName;

    public string Account => _artifact.Account ?? _settings.Account;

    public string Region => _artifact.Region ?? _settings.Region;

    public DeploymentSettings Settings => _settings;

    public FaultLog Faults { get; }

    public StackArtifact Artifact => _artifact;

    /// <summary>A section of the template; null when it has none.</summary>
    public JsonObject? Section(string name) => _artifact.Template[name] switch
    {
        null => null,
        JsonObject section => section,
        _ => throw At(name).Error("an object is expected."),
    };

    public Location At(string path) => new($"{Id} (stack {StackName})", path);

    public bool Condition(string name, Location at) => _conditions.Holds(name, at);

    public JsonNode Import(string export, Location at) => _exports.Value(export, at);

    /// <summary>What <c>Ref</c> gives: a pseudo parameter, a parameter or a resource.</summary>
    public JsonNode Ref(string name, Location at) => name switch
    {
        "AWS::AccountId" => Account,
        "AWS::Region" => Region,
        "AWS::Partition" => _settings.Partition,
        "AWS::URLSuffix" => _settings.UrlSuffix,
        "AWS::StackName" => StackName,
        "AWS::StackId" => $"arn:{_settings.Partition}:cloudformation:{Region}:{Account}:stack/{StackName}/{PhysicalNames.Uuid(StackName)}",
        "AWS::NotificationARNs" => new JsonArray(),
        "AWS::NoValue" => IntrinsicFunctions.NoValue,
        _ => _parameters.Find(name, at) ?? Known(Resource(name, "Ref", at), at).PhysicalId(at),
    };

    /// <summary>Whoever judges a template can't take a guess for what <c>Ref</c> gives.</summary>
    private ResourceScope Known(ResourceScope resource, Location at) => _settings.Tolerant && !ResourceTypes.IsKnown(resource.TypeName)
        ? throw at.Gap($"Ref of '{resource.LogicalId}' ({resource.TypeName}) is not known.")
        : resource;

    /// <summary>What <c>Fn::GetAtt</c> gives.</summary>
    public JsonNode GetAtt(string logicalId, string attribute, Location at) => Resource(logicalId, $"Fn::GetAtt {attribute}", at).Attribute(attribute, at);

    /// <summary>All resources whose condition holds, in the template's order.</summary>
    public IReadOnlyList<Resource> ResolveResources()
    {
        List<Resource> resolved = [];
        foreach (var resource in _resources.Values.Where(Exists))
        {
            Faults.Try(() => resolved.Add(resource.Resolve(_dependencies)));
        }

        Faults.Try(CheckForCircle);
        return resolved;
    }

    /// <summary>All outputs whose condition holds.</summary>
    public IReadOnlyList<StackOutput> ResolveOutputs()
    {
        var outputs = new List<StackOutput>();
        foreach (var (name, definition) in Section("Outputs") ?? [])
        {
            Faults.Try(() =>
            {
                if (OutputExists(definition as JsonObject, name))
                {
                    outputs.Add(new StackOutput(Id, name, OutputValue(name), ExportName(name)));
                }
            });
        }

        return outputs;
    }

    /// <summary>The names that the stack exports, and the outputs behind them.</summary>
    public IEnumerable<(string Export, string Output)> ExportedNames() =>
        from output in Section("Outputs") ?? []
        where OutputExists(output.Value as JsonObject, output.Key)
        let name = ExportName(output.Key)
        where name is not null
        select (name, output.Key);

    public string OutputValue(string output)
    {
        var at = At($"Outputs.{output}.Value");
        return _evaluation.Once($"{Id} output {output}", at, () => _functions.Text(Section("Outputs").Find(output, "Value"), at));
    }

    private string? ExportName(string output) => Section("Outputs").Find(output, "Export") is JsonObject export
        ? _functions.Text(export["Name"], At($"Outputs.{output}.Export.Name"))
        : null;

    private bool OutputExists(JsonObject? definition, string output)
    {
        var at = At($"Outputs.{output}");
        return definition is null
            ? throw at.Error("an object is expected.")
            : definition["Condition"] is not { } condition || Condition(condition.ToString(), at);
    }

    /// <summary>When nobody can say whether a resource's condition holds, it is looked at.</summary>
    private bool Exists(ResourceScope resource) => Faults.Try(() => resource.Exists, () => true);

    private void CheckForCircle()
    {
        if (_dependencies.FindCircle() is { } circle)
        {
            throw At("Resources").Error($"the resources depend on each other in a circle, which CloudFormation refuses: {string.Join(" -> ", circle)}.");
        }
    }

    private ResourceScope Resource(string logicalId, string function, Location at)
    {
        if (!_resources.TryGetValue(logicalId, out var resource))
        {
            throw at.Error($"{function} names '{logicalId}', but the template has no such resource or parameter.");
        }

        if (!Exists(resource))
        {
            throw at.Error($"{function} names '{logicalId}', which its condition leaves out. Put the reference under the same condition (Fn::If).");
        }

        if (at.LogicalId is { } dependent)
        {
            _dependencies.Add(dependent, logicalId);
        }

        return resource;
    }
}
