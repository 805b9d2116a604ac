using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Access;

/// <summary>
/// An IAM policy: what is allowed and denied. The same language stands in roles, and in the policies of queues, topics,
/// buckets and buses. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
/// </summary>
/// <param name="Statements">In the document's order.</param>
public sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a document.</summary>
    /// <param name="json">The object with <c>Version</c> and <c>Statement</c>.</param>
    /// <exception cref="FormatException">It breaks the grammar; the message says where, what was expected and what came.</exception>
    public static PolicyDocument Parse(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PolicyReader.Read(json);
    }

    /// <summary>Reads a document from its text.</summary>
    /// <exception cref="FormatException">It is no JSON object, or breaks the grammar.</exception>
    public static PolicyDocument Parse(string json)
    {
        try
        {
            return Parse(JsonNode.Parse(json, nodeOptions: null, Strict) as JsonObject ?? throw new FormatException("a JSON object with a Statement is expected."));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the text of a JSON object is expected, but it is not valid JSON: {exception.Message}", exception);
        }
    }
}

/// <summary><c>Allow</c> or <c>Deny</c>.</summary>
public enum PolicyEffect
{
    Allow,
    Deny,
}

/// <summary>One statement of a policy.</summary>
public sealed record PolicyStatement
{
    /// <summary>What the author calls it; null without a name.</summary>
    public string? Sid { get; init; }

    public required PolicyEffect Effect { get; init; }

    /// <summary>Whom a resource's policy speaks of; null in a role's policy, which speaks of the role.</summary>
    public PrincipalElement? Principal { get; init; }

    /// <summary><c>Action</c> or <c>NotAction</c>.</summary>
    public required PolicyElement Action { get; init; }

    /// <summary><c>Resource</c> or <c>NotResource</c>; null where a resource's policy leaves out the resource that it belongs to.</summary>
    public PolicyElement? Resource { get; init; }

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether <c>${…}</c> is a variable: in documents of version 2012-10-17.</summary>
    public bool HasVariables { get; init; } = true;

    /// <summary>For messages: <c>the statement 'ReadAlerts'</c>, or by its place.</summary>
    public required string Label { get; init; }

    /// <summary>Whether the statement speaks of the request.</summary>
    internal PrincipalMatch Matches(AccessRequest request)
    {
        var applies = Action.Matches(request.Action, ignoreCase: true, null)
            && (Resource is null || Resource.Matches(request.Resource, ignoreCase: false, HasVariables ? request.Context : null))
            && Conditions.All(condition => condition.Holds(request.Context, HasVariables));
        return applies ? Principal?.Match(request.Caller) ?? PrincipalMatch.Named : PrincipalMatch.None;
    }
}

/// <summary>A list of patterns, or what is outside of it.</summary>
/// <param name="Patterns">With the wildcards <c>*</c> and <c>?</c>.</param>
/// <param name="IsNegated"><c>NotAction</c>, <c>NotResource</c>.</param>
public sealed record PolicyElement(IReadOnlyList<string> Patterns, bool IsNegated = false)
{
    /// <summary>Whether a value is among these, or, negated, is not.</summary>
    /// <param name="value">An action or an ARN.</param>
    /// <param name="ignoreCase">Actions ignore case, ARNs don't.</param>
    /// <param name="variables">The request's context, for policy variables; null where they aren't variables.</param>
    public bool Matches(string value, bool ignoreCase, AccessContext? variables) =>
        Patterns.Any(pattern => Wildcard.Matches(pattern, value, ignoreCase, variables)) != IsNegated;

    public override string ToString() => $"{(IsNegated ? "all but " : "")}{string.Join(", ", Patterns)}";
}
