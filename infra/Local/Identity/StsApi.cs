using System.Xml.Linq;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Identity;

/// <summary>
/// STS's <c>GetCallerIdentity</c>, which deployment tools and the CLI ask first: whoever calls is the account's root.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
/// </summary>
/// <param name="account">The deployment's.</param>
public sealed class StsApi(string account) : IAwsQueryService
{
    private const string GetCallerIdentity = nameof(GetCallerIdentity);

    public string SigningName => "sts";

    public XNamespace XmlNamespace => "https://sts.amazonaws.com/doc/2011-06-15/";

    public IReadOnlyCollection<string> Operations => [GetCallerIdentity];

    /// <inheritdoc/>
    public IReadOnlyList<XElement>? Handle(string operation, QueryForm request) => operation == GetCallerIdentity
        ? [new("Arn", $"arn:aws:iam::{account}:root"), new("UserId", account), new("Account", account)]
        : null;
}
