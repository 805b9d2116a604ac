using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Identity;

/// <summary>
/// STS's <c>GetCallerIdentity</c>, which deployment tools and the CLI ask first: a function is a session of its role, and
/// whoever else calls is the account's root. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
/// </summary>
/// <param name="account">The deployment's.</param>
/// <param name="sessionOf">ARN of the session that makes a call, <c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION</c>; null for an operator.</param>
public sealed class StsApi(string account, Func<ServiceCall, string?> sessionOf) : IAwsQueryService
{
    private const string GetCallerIdentity = nameof(GetCallerIdentity);

    /// <summary>Begins a role's unique id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids</summary>
    private const string RoleIdPrefix = "AROA";

    private const int RoleIdDigits = 17;

    public string SigningName => "sts";

    public XNamespace XmlNamespace => "https://sts.amazonaws.com/doc/2011-06-15/";

    public IReadOnlyCollection<string> Operations => [GetCallerIdentity];

    /// <inheritdoc/>
    public IReadOnlyList<XElement>? Handle(ServiceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Operation != GetCallerIdentity ? null
            : sessionOf(call) is { } session ? OfSession(session)
            : Identity($"arn:aws:iam::{account}:root", account, account);
    }

    private static XElement[] OfSession(string arn)
    {
        var end = arn.LastIndexOf('/');
        var role = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(arn[..end])))[..RoleIdDigits];
        return Identity(arn, $"{RoleIdPrefix}{role}:{arn[(end + 1)..]}", arn.Split(':')[4]);
    }

    private static XElement[] Identity(string arn, string userId, string account) =>
        [new("Arn", arn), new("UserId", userId), new("Account", account)];
}
