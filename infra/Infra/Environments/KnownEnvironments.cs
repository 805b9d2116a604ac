using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;

namespace SensorWatch.Infra.Environments;

/// <summary>The environments that this system has, side by side.</summary>
public static class KnownEnvironments
{
    /// <summary>For trying things out: talkative, cheap, and gone without a trace when its stacks are deleted.</summary>
    public static EnvironmentSettings Dev { get; } = new()
    {
        Name = "dev",
        LogRetention = RetentionDays.ONE_WEEK,
        LogLevel = ApplicationLogLevel.DEBUG,
        SystemLogLevel = SystemLogLevel.INFO,
        Tracing = false,
        RemovalPolicy = RemovalPolicy.DESTROY,
        DeletionProtection = false,
        PointInTimeRecovery = false,
        MaximumConsumerConcurrency = 5,
        ApiRateLimit = 100,
        ApiBurstLimit = 200,
        ArchiveRetentionDays = 7,
        AuthorizerCacheSeconds = 60,
        NotificationEmails = [],
        NotificationWebhook = null,
        AlarmEmails = [],
    };

    /// <summary>Prod's behaviour on data that may be lost.</summary>
    public static EnvironmentSettings Staging { get; } = new()
    {
        Name = "staging",
        LogRetention = RetentionDays.ONE_MONTH,
        LogLevel = ApplicationLogLevel.INFO,
        SystemLogLevel = SystemLogLevel.WARN,
        Tracing = true,
        RemovalPolicy = RemovalPolicy.DESTROY,
        DeletionProtection = false,
        PointInTimeRecovery = true,
        MaximumConsumerConcurrency = 20,
        ApiRateLimit = 500,
        ApiBurstLimit = 1_000,
        ArchiveRetentionDays = 30,
        AuthorizerCacheSeconds = 300,
        NotificationEmails = [],
        NotificationWebhook = null,
        AlarmEmails = [],
    };

    /// <summary>Real sensors: data outlives its stack and every mistake but the deliberate one.</summary>
    public static EnvironmentSettings Prod { get; } = new()
    {
        Name = "prod",
        LogRetention = RetentionDays.SIX_MONTHS,
        LogLevel = ApplicationLogLevel.INFO,
        SystemLogLevel = SystemLogLevel.WARN,
        Tracing = false,
        RemovalPolicy = RemovalPolicy.RETAIN,
        DeletionProtection = true,
        PointInTimeRecovery = true,
        MaximumConsumerConcurrency = 100,
        ApiRateLimit = 2_000,
        ApiBurstLimit = 4_000,
        ArchiveRetentionDays = 365,
        AuthorizerCacheSeconds = 300,
        NotificationEmails = [],
        NotificationWebhook = null,
        AlarmEmails = [],
    };

    public static IReadOnlyList<EnvironmentSettings> All { get; } = [Dev, Staging, Prod];

    /// <summary>The environment of that name.</summary>
    /// <exception cref="ConfigurationException">No environment has that name, exactly so written.</exception>
    public static EnvironmentSettings Named(string name) =>
        All.FirstOrDefault(environment => environment.Name == name)
            ?? throw new ConfigurationException($"Unknown environment '{name}'. Known environments: {Names}.");

    private static string Names => string.Join(", ", All.Select(environment => environment.Name));
}
