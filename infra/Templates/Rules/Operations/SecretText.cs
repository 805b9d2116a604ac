using System.Text.RegularExpressions;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Tells texts that are secrets by their form, and names that promise one.</summary>
internal static partial class SecretText
{
    private const int MatchMilliseconds = 1_000;

    /// <summary>Longer parts of a path are more likely parts of a secret in base64.</summary>
    private const int LongestPathPart = 20;

    /// <summary>Each form of secrets, and what it is called.</summary>
    private static readonly (Regex Form, string Kind)[] Forms =
    [
        (AwsAccessKey(), "an AWS access key"),
        (PrivateKey(), "a private key"),
        (ServiceToken(), "a service's token"),
        (WebToken(), "a JSON Web Token"),
        (PasswordInAddress(), "an address with a password"),
        (PasswordInConnection(), "a connection string with a password"),
        (Webhook(), "a webhook's address, which works as a password"),
    ];

    /// <summary>What a text is, for a message: <c>a private key</c>; null when it has no known form of a secret.</summary>
    public static string? KindOf(string text) => Forms.FirstOrDefault(form => form.Form.IsMatch(text)).Kind;

    /// <summary>
    /// Whether a variable's name ends in what a secret is called: <c>DB_PASSWORD</c> and <c>stripeApiKey</c>, but not
    /// <c>TOKENS_TABLE</c> or <c>SECRET_ARN</c>, which tell where one is.
    /// </summary>
    public static bool IsName(string name) => SecretName().IsMatch(WordEnd().Replace(name, "${end}_"));

    /// <summary>
    /// Whether a text can be a secret: no number, address, ARN or path (<c>/prod/db</c>, <c>prod/stripe/key</c>), which tell
    /// where one is.
    /// </summary>
    public static bool CanBe(string text) =>
        text.Length > 0
        && !double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
        && !bool.TryParse(text, out _)
        && !text.StartsWith("arn:", StringComparison.Ordinal)
        && !text.Contains("://", StringComparison.Ordinal)
        && !text.Contains("{{resolve:", StringComparison.Ordinal)
        && !(text.Contains('/', StringComparison.Ordinal) && Array.TrueForAll(text.Split('/'), part => part.Length < LongestPathPart));

    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids</summary>
    [GeneratedRegex("(^|[^A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}($|[^A-Z0-9])", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex AwsAccessKey();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex PrivateKey();

    /// <summary>GitHub, GitLab, Slack, Stripe, Google, npm, SendGrid and others begin theirs so that they can be found.</summary>
    [GeneratedRegex(
        @"(^|[^A-Za-z0-9])(gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20}|xox[abeprs]-[A-Za-z0-9-]{10,}"
        + @"|[rs]k_(live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}"
        + @"|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}|sk-(ant|proj)-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{34})",
        RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex ServiceToken();

    [GeneratedRegex(@"(^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex WebToken();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@${]+@", RegexOptions.IgnoreCase, MatchMilliseconds)]
    private static partial Regex PasswordInAddress();

    [GeneratedRegex(@"(^|;)\s*(password|pwd|sharedaccesskey|accountkey)\s*=\s*[^;\s${]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex PasswordInConnection();

    [GeneratedRegex(
        @"https://(hooks\.slack\.com/services/[A-Z0-9]+/[A-Z0-9]+/|discord(app)?\.com/api/webhooks/\d+/|[a-z0-9.-]+\.webhook\.office\.com/webhookb2/)[A-Za-z0-9_-]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Webhook();

    [GeneratedRegex(
        "(^|_)(SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|TOKEN|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY|SECRET_KEY|SIGNING_KEY|ENCRYPTION_KEY|AUTH_KEY)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex SecretName();

    /// <summary>Where a word of camelCase ends.</summary>
    [GeneratedRegex("(?<end>[a-z0-9])(?=[A-Z])", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex WordEnd();
}
