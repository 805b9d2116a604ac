using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;

namespace SensorWatch.Infra.Environments;

/// <summary>
/// All that differs between environments. Every member is required, so that a new option has to be decided for each
/// environment; each one refuses values that AWS would refuse at deployment.
/// </summary>
public sealed record EnvironmentSettings
{
    /// <summary>Lower-case letters and digits, beginning with a letter, at most 16: <c>dev</c>. Part of resource names.</summary>
    public required string Name
    {
        get;
        init => field = Allowed(
            value,
            value is { Length: > 0 and <= 16 } && char.IsAsciiLetterLower(value[0])
                && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)),
            "1 to 16 of a-z and 0-9, beginning with a letter");
    }

    /// <summary>How long CloudWatch Logs keeps function and access logs.</summary>
    public required RetentionDays LogRetention { get; init; }

    /// <summary>The least level at which functions log.</summary>
    public required ApplicationLogLevel LogLevel { get; init; }

    /// <summary>
    /// The least level at which Lambda itself logs. <c>INFO</c> writes three lines for each invocation (start, end, report),
    /// which costs more than the invocation's request price.
    /// </summary>
    public required SystemLogLevel SystemLogLevel { get; init; }

    /// <summary>
    /// Whether Lambda sends a trace of sampled invocations to AWS X-Ray, one request a second and 5% of the rest:
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html. Below one a second that is every invocation, and a trace
    /// costs 25 times as much as one: more than all the rest of the system. Turned on to look for something.
    /// </summary>
    public required bool Tracing { get; init; }

    /// <summary>
    /// What happens to tables, uploads, archive and logs when they leave a template or their stack is deleted. A bucket that
    /// holds something is not deleted either way: CloudFormation refuses.
    /// </summary>
    public required RemovalPolicy RemovalPolicy { get; init; }

    /// <summary>Tables and the state stack refuse to be deleted until this is turned off.</summary>
    public required bool DeletionProtection { get; init; }

    /// <summary>Continuous backups of tables, restorable to any second of the last 35 days.</summary>
    public required bool PointInTimeRecovery { get; init; }

    /// <summary>
    /// Most concurrent invocations that one queue may cause: 2 to 1,000, as
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html sets it.
    /// </summary>
    public required int MaximumConsumerConcurrency
    {
        get;
        init => field = InRange(value, 2, 1_000, "invocations");
    }

    /// <summary>
    /// Steady requests per second that each route takes: 1 to 10,000, the default quota of an account and region,
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html.
    /// </summary>
    public required int ApiRateLimit
    {
        get;
        init => field = InRange(value, 1, 10_000, "requests per second");
    }

    /// <summary>Requests that each route takes at once, above the steady rate: 1 to 5,000, the account's default quota.</summary>
    public required int ApiBurstLimit
    {
        get;
        init => field = InRange(value, 1, 5_000, "requests");
    }

    /// <summary>Days for which every event is kept, to look up and to replay; 0 is for ever.</summary>
    public required int ArchiveRetentionDays
    {
        get;
        init => field = Allowed(value, value >= 0, "0 (for ever) or a number of days");
    }

    /// <summary>
    /// Seconds for which the HTTP API keeps what the authorizer said of a token: 0 (asks each time) to 3,600, as
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html sets it. For so long a
    /// revoked token may still be let in.
    /// </summary>
    public required int AuthorizerCacheSeconds
    {
        get;
        init => field = InRange(value, 0, 3_600, "seconds");
    }

    /// <summary>E-mail addresses of the operators, who hear of critical alerts and rejected uploads. AWS asks each of them to confirm once.</summary>
    public required IReadOnlyList<string> NotificationEmails
    {
        get;
        init => field = [.. value.Select(address => Allowed(address, IsEmail(address), "addresses of the form name@host"))];
    }

    /// <summary>
    /// An https address that is told the same as the operators; null for none. Whoever may look at functions can read it, so
    /// it should not be one that works as a password.
    /// </summary>
    public required string? NotificationWebhook
    {
        get;
        init => field = Allowed(
            value,
            value is null || (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps),
            "an https address, or null");
    }

    /// <summary>E-mail addresses that alarms are sent to. AWS asks each of them to confirm once.</summary>
    public required IReadOnlyList<string> AlarmEmails
    {
        get;
        init => field = [.. value.Select(address => Allowed(address, IsEmail(address), "addresses of the form name@host"))];
    }

    /// <summary>Id of the environment's CDK stage, the first part of <c>cdk list</c>'s names: <c>Dev</c>.</summary>
    public string StageId => char.ToUpperInvariant(Name[0]) + Name[1..];

    private static int InRange(int value, int least, int most, string unit, [CallerMemberName] string option = "") =>
        Allowed(value, value >= least && value <= most, $"{least} to {most} {unit}", option);

    private static T Allowed<T>(T value, bool isAllowed, string allowed, [CallerMemberName] string option = "") =>
        isAllowed ? value : throw new ArgumentException($"{option} is '{value}'; allowed: {allowed}.", option);

    private static bool IsEmail(string address) =>
        address.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !address.Any(char.IsWhiteSpace);
}
