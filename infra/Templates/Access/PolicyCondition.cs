namespace SensorWatch.Templates.Access;

/// <summary>How a condition treats a key with many values.</summary>
public enum ConditionQuantifier
{
    None,

    /// <summary>Each of the request's values must fit; none at all does.</summary>
    ForAllValues,

    /// <summary>One of the request's values must fit.</summary>
    ForAnyValue,
}

/// <summary>
/// A condition on one key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
/// </summary>
public sealed record PolicyCondition
{
    private const string IfExists = "IfExists";

    private PolicyCondition(string name, string key, IReadOnlyList<string> values)
    {
        (Operator, Key, Values) = (name, key, values);
    }

    /// <summary>Without quantifier and suffix: <c>StringLike</c>.</summary>
    public string Operator { get; }

    public ConditionQuantifier Quantifier { get; private init; }

    /// <summary>With the suffix <c>IfExists</c>: a request without the key fits, unless one of many values is asked for.</summary>
    public bool IsOptional { get; private init; }

    /// <summary>Such as <c>aws:SourceArn</c>; case means nothing.</summary>
    public string Key { get; }

    /// <summary>One of them must fit; of a negated operator none may.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether the operator asks for something else than the values: <c>StringNotEquals</c>.</summary>
    public bool IsNegated => ConditionOperators.Find(Operator)?.IsNegated ?? false;

    public bool IsOn(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the name of an operator.</summary>
    /// <exception cref="FormatException">There is no such operator.</exception>
    internal static PolicyCondition Create(string at, string name, string key, IReadOnlyList<string> values)
    {
        var (quantifier, rest) = name.Split(':', 2) switch
        {
            ["ForAllValues", var all] => (ConditionQuantifier.ForAllValues, all),
            ["ForAnyValue", var any] => (ConditionQuantifier.ForAnyValue, any),
            _ => (ConditionQuantifier.None, name),
        };
        var isOptional = rest.EndsWith(IfExists, StringComparison.Ordinal);
        var plain = isOptional ? rest[..^IfExists.Length] : rest;
        return plain == ConditionOperators.Null || ConditionOperators.Find(plain) is not null
            ? new(plain, key, values) { Quantifier = quantifier, IsOptional = isOptional }
            : throw new FormatException($"{at}: there is no such condition operator; there are {string.Join(", ", ConditionOperators.Names)}.");
    }

    /// <summary>Whether a request fits.</summary>
    public bool Holds(AccessContext context, bool hasVariables)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Operator == ConditionOperators.Null)
        {
            return Values.Contains(context.Has(Key) ? "false" : "true", StringComparer.OrdinalIgnoreCase);
        }

        var actual = context[Key];
        var comparison = ConditionOperators.Find(Operator)!;
        if (actual.Count == 0)
        {
            return Quantifier switch
            {
                ConditionQuantifier.ForAllValues => true,
                ConditionQuantifier.ForAnyValue => false,
                _ => IsOptional || comparison.IsNegated,
            };
        }

        var variables = hasVariables ? context : null;
        return Quantifier switch
        {
            ConditionQuantifier.ForAllValues => actual.All(Fits),
            ConditionQuantifier.ForAnyValue => actual.Any(Fits),
            _ => comparison.IsNegated ? actual.All(Fits) : actual.Any(Fits),
        };

        bool Fits(string value) => Values.Any(expected => comparison.Compare(expected, value, variables)) != comparison.IsNegated;
    }
}
