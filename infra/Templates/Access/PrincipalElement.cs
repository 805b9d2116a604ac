namespace SensorWatch.Templates.Access;

/// <summary>What kind of caller a policy names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html</summary>
public enum PrincipalKind
{
    /// <summary><c>"*"</c> or <c>{"AWS": "*"}</c>: everybody, whoever they are.</summary>
    Any,

    /// <summary>An account, a role, a user or a role's session.</summary>
    Aws,

    /// <summary>A service of AWS: <c>events.amazonaws.com</c>.</summary>
    Service,

    /// <summary>Somebody whom an identity provider vouches for.</summary>
    Federated,

    /// <summary>An account by its canonical id, in S3.</summary>
    CanonicalUser,
}

/// <summary>A principal that a policy names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">ARN, account id, service's name, or <c>*</c>.</param>
public sealed record PolicyPrincipal(PrincipalKind Kind, string Value)
{
    /// <summary>The account, where the principal is one or is of one; null otherwise.</summary>
    public string? Account => Kind != PrincipalKind.Aws ? null
        : Value.Split(':') is [_, _, _, _, var account, ..] ? account
        : Value;

    /// <summary>Whether it is a whole account, given by its id or as <c>arn:aws:iam::123456789012:root</c>.</summary>
    public bool IsAccount => Kind == PrincipalKind.Aws && (!Value.Contains(':', StringComparison.Ordinal) || Value.EndsWith(":root", StringComparison.Ordinal));

    public override string ToString() => Kind == PrincipalKind.Any ? "everybody (*)" : Value;

    internal PrincipalMatch Match(Caller caller) => Kind switch
    {
        PrincipalKind.Any => PrincipalMatch.Named,
        PrincipalKind.Service => caller.Service == Value ? PrincipalMatch.Named : PrincipalMatch.None,
        PrincipalKind.Aws when IsAccount => caller.Account is { } account && account == Account ? PrincipalMatch.Account : PrincipalMatch.None,
        PrincipalKind.Aws => caller.Arn == Value || caller.SessionArn == Value ? PrincipalMatch.Named : PrincipalMatch.None,
        _ => PrincipalMatch.None,
    };
}

/// <summary><c>Principal</c> or <c>NotPrincipal</c>.</summary>
/// <param name="Principals">Those that are named.</param>
/// <param name="IsNegated"><c>NotPrincipal</c>: everybody but these.</param>
public sealed record PrincipalElement(IReadOnlyList<PolicyPrincipal> Principals, bool IsNegated = false)
{
    internal PrincipalMatch Match(Caller caller)
    {
        var best = Principals.Select(principal => principal.Match(caller)).DefaultIfEmpty().Max();
        return !IsNegated ? best : best == PrincipalMatch.None ? PrincipalMatch.Named : PrincipalMatch.None;
    }
}

/// <summary>How a policy's principal is the caller; the larger, the closer.</summary>
internal enum PrincipalMatch
{
    None,

    /// <summary>By its account: the account's own policies decide which of its roles may.</summary>
    Account,

    /// <summary>By itself.</summary>
    Named,
}
