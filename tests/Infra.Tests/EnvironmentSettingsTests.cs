using System.Text.Json.Nodes;
using SensorWatch.Infra.Environments;

namespace SensorWatch.Infra.Tests;

public sealed class EnvironmentSettingsTests
{
    [Theory]
    [InlineData("dev", "Dev")]
    [InlineData("staging", "Staging")]
    [InlineData("prod", "Prod")]
    public void A_known_environment_is_found_by_name(string name, string stageId) =>
        KnownEnvironments.Named(name).StageId.ShouldBe(stageId);

    [Theory]
    [InlineData("qa")]
    [InlineData("Dev")]
    [InlineData("")]
    public void An_unknown_environment_is_refused_with_the_known_names(string name) =>
        Should.Throw<ConfigurationException>(() => KnownEnvironments.Named(name))
            .Message.ShouldBe($"Unknown environment '{name}'. Known environments: dev, staging, prod.");

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    public void A_concurrency_that_Lambda_refuses_is_refused_here(int concurrency) =>
        Refusal(() => KnownEnvironments.Dev with { MaximumConsumerConcurrency = concurrency })
            .ShouldStartWith($"MaximumConsumerConcurrency is '{concurrency}'; allowed: 2 to 1000 invocations.");

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void A_rate_outside_the_accounts_quota_is_refused(int rate) =>
        Refusal(() => KnownEnvironments.Dev with { ApiRateLimit = rate }).ShouldStartWith($"ApiRateLimit is '{rate}'; allowed: 1 to 10000");

    [Theory]
    [InlineData(0)]
    [InlineData(5_001)]
    public void A_burst_outside_the_accounts_quota_is_refused(int burst) =>
        Refusal(() => KnownEnvironments.Dev with { ApiBurstLimit = burst }).ShouldStartWith($"ApiBurstLimit is '{burst}'; allowed: 1 to 5000");

    [Theory]
    [InlineData("")]
    [InlineData("Dev")]
    [InlineData("2nd")]
    [InlineData("dev-eu")]
    [InlineData("abcdefghijklmnopq")]
    public void A_name_that_cannot_be_part_of_resource_names_is_refused(string name) =>
        Refusal(() => KnownEnvironments.Dev with { Name = name }).ShouldStartWith($"Name is '{name}'; allowed: 1 to 16 of a-z and 0-9");

    [Theory]
    [InlineData("nobody")]
    [InlineData("@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("no body@example.com")]
    public void An_alarm_address_that_is_none_is_refused(string address) =>
        Refusal(() => KnownEnvironments.Dev with { AlarmEmails = ["ops@example.com", address] }).ShouldStartWith($"AlarmEmails is '{address}'");

    [Theory]
    [InlineData("nobody")]
    [InlineData("no body@example.com")]
    public void An_operators_address_that_is_none_is_refused(string address) =>
        Refusal(() => KnownEnvironments.Dev with { NotificationEmails = [address] }).ShouldStartWith($"NotificationEmails is '{address}'");

    [Theory]
    [InlineData("http://hooks.example.com")]
    [InlineData("hooks.example.com")]
    [InlineData("")]
    public void A_webhook_that_is_not_https_is_refused(string address) =>
        Refusal(() => KnownEnvironments.Dev with { NotificationWebhook = address })
            .ShouldStartWith($"NotificationWebhook is '{address}'; allowed: an https address, or null.");

    [Fact]
    public void A_negative_retention_of_the_archive_is_refused() =>
        Refusal(() => KnownEnvironments.Dev with { ArchiveRetentionDays = -1 })
            .ShouldStartWith("ArchiveRetentionDays is '-1'; allowed: 0 (for ever) or a number of days.");

    [Theory]
    [InlineData(-1)]
    [InlineData(3_601)]
    public void A_cache_time_that_the_HTTP_API_refuses_is_refused_here(int seconds) =>
        Refusal(() => KnownEnvironments.Dev with { AuthorizerCacheSeconds = seconds })
            .ShouldStartWith($"AuthorizerCacheSeconds is '{seconds}'; allowed: 0 to 3600 seconds.");

    [Fact]
    public void Bounds_themselves_are_allowed() =>
        (KnownEnvironments.Dev with
        {
            Name = "a",
            MaximumConsumerConcurrency = 2,
            ApiRateLimit = 10_000,
            ApiBurstLimit = 5_000,
            AlarmEmails = ["ops@example.com"],
            ArchiveRetentionDays = 0,
            AuthorizerCacheSeconds = 3_600,
            NotificationEmails = ["shift@example.com"],
            NotificationWebhook = "https://hooks.example.com",
        }).StageId.ShouldBe("A");

    [Fact]
    public void Without_context_an_environment_goes_wherever_the_credentials_point() =>
        DeploymentTarget.Read(null, "prod").ShouldBe(DeploymentTarget.Anywhere);

    [Fact]
    public void Context_binds_one_environment_to_an_account_and_region()
    {
        var context = JsonNode.Parse("""{"prod": {"account": "111122223333", "region": "eu-west-1"}}""");

        DeploymentTarget.Read(context, "prod").ShouldBe(new DeploymentTarget("111122223333", "eu-west-1"));
        DeploymentTarget.Read(context, "dev").ShouldBe(DeploymentTarget.Anywhere);
    }

    [Theory]
    [InlineData("""{"prod": {"account": "1234"}}""", "12 digits")]
    [InlineData("""{"prod": {"account": 111122223333}}""", "12 digits")]
    [InlineData("""{"prod": {"region": "europe"}}""", "eu-west-1")]
    [InlineData("""{"prod": "111122223333"}""", "an object with account and region")]
    [InlineData("""["prod"]""", "an object of environments")]
    [InlineData("""{"production": {}}""", "Unknown environment 'production'")]
    public void A_deployment_target_of_another_shape_is_refused(string context, string expected) =>
        Should.Throw<ConfigurationException>(() => DeploymentTarget.Read(JsonNode.Parse(context), "prod")).Message.ShouldContain(expected);

    private static string Refusal(Func<EnvironmentSettings> change) => Should.Throw<ArgumentException>(() => change()).Message;
}
