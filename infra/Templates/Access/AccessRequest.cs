namespace SensorWatch.Templates.Access;

/// <summary>A call, as IAM sees it.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Action">Such as <c>sqs:SendMessage</c>; case means nothing.</param>
/// <param name="Resource">The ARN that is called on; <c>*</c> for actions without a resource.</param>
public sealed record AccessRequest(Caller Caller, string Action, string Resource)
{
    /// <summary>The condition keys that the call has.</summary>
    public AccessContext Context { get; init; } = AccessContext.Empty;
}

/// <summary>Who calls: a role or user, a service of AWS, or nobody known.</summary>
public sealed record Caller
{
    private Caller()
    {
    }

    /// <summary>Somebody without credentials.</summary>
    public static Caller Anonymous { get; } = new();

    /// <summary>ARN of the role or user; null for a service.</summary>
    public string? Arn { get; private init; }

    /// <summary>The service's principal, such as <c>events.amazonaws.com</c>; null for others.</summary>
    public string? Service { get; private init; }

    /// <summary>ARN of the role's session (<c>arn:aws:sts::123456789012:assumed-role/ROLE/SESSION</c>); null when there is none.</summary>
    public string? SessionArn { get; init; }

    /// <summary>The account; null for a service, and where the ARN has none.</summary>
    public string? Account => Arn?.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;

    /// <summary>A role or user, by its ARN.</summary>
    public static Caller Of(string arn) => new() { Arn = arn };

    /// <summary>A service that acts for itself, such as EventBridge when it sends to a target.</summary>
    public static Caller OfService(string principal) => new() { Service = principal };
}

/// <summary>
/// The condition keys of a request and their values: one, or in a multivalued key such as <c>dynamodb:LeadingKeys</c> many.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
/// </summary>
public sealed class AccessContext
{
    // Keys ignore case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    private AccessContext()
    {
    }

    public static AccessContext Empty { get; } = new();

    /// <summary>The values of a key; empty when the request doesn't have it.</summary>
    public IReadOnlyList<string> this[string key] => _values.GetValueOrDefault(key) ?? [];

    /// <summary>Whether the request has the key at all; a multivalued key may be there with no value.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The same, with a key more.</summary>
    public AccessContext With(string key, params IReadOnlyList<string> values)
    {
        var context = new AccessContext();
        foreach (var (name, value) in _values)
        {
            context._values[name] = value;
        }

        context._values[key] = values;
        return context;
    }
}
