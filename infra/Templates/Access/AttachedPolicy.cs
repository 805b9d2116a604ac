using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Access;

/// <summary>What a policy is attached to.</summary>
public enum PolicyKind
{
    /// <summary>To a role, user or group: what it may do.</summary>
    Identity,

    /// <summary>To a role: who may become it.</summary>
    Trust,

    /// <summary>To a resource: who may do what to it.</summary>
    Resource,
}

/// <summary>A policy in a template.</summary>
public sealed record AttachedPolicy
{
    /// <summary>The resource that declares it.</summary>
    public required Resource DeclaredBy { get; init; }

    /// <summary>The property that holds it: <c>Policies[0].PolicyDocument</c>.</summary>
    public required string Property { get; init; }

    public required PolicyKind Kind { get; init; }

    /// <summary>What it is attached to: names or ARNs of roles, ARNs of resources.</summary>
    public required IReadOnlyList<string> AttachedTo { get; init; }

    /// <summary>The policy; one without statements when it can't be read.</summary>
    public PolicyDocument Document { get; init; } = new([]);

    /// <summary>Why it can't be read; null when it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Reads a document; one that breaks the grammar becomes a fault.</summary>
    /// <param name="place">All but the document.</param>
    /// <param name="node">An object, or its text.</param>
    internal static AttachedPolicy Read(AttachedPolicy place, JsonNode node)
    {
        try
        {
            return place with { Document = node is JsonObject document ? PolicyDocument.Parse(document) : PolicyDocument.Parse(node.ToString()) };
        }
        catch (FormatException exception)
        {
            return place with { Fault = exception.Message };
        }
    }
}
