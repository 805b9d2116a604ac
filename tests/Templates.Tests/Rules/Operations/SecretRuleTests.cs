using static SensorWatch.Templates.Tests.Rules.Operations.OperationsResources;

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class SecretRuleTests
{
    /// <summary>Put together here, so that nobody who looks for leaked secrets finds these.</summary>
    public static TheoryData<string, string> Secrets => new()
    {
        { "AKIA" + new string('X', 16), "an AWS access key" },
        { "id=ASIA" + new string('7', 16) + ";", "an AWS access key" },
        { "-----BEGIN RSA " + "PRIVATE KEY-----", "a private key" },
        { "ghp_" + new string('a', 36), "a service's token" },
        { "xoxb-" + new string('1', 12), "a service's token" },
        { "sk_" + "live_" + new string('a', 24), "a service's token" },
        { "eyJ" + new string('a', 20) + ".eyJ" + new string('b', 20) + "." + new string('c', 20), "a JSON Web Token" },
        { "postgres://app:" + "hunter2@db.example.com/app", "an address with a password" },
        { "Server=db;User Id=app;Password" + "=hunter2;", "a connection string with a password" },
        { "https://hooks.slack.com/services/" + "T00000000/B00000000/XXXXXXXX", "a webhook's address, which works as a password" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_variable_holds_a_secret_by_its_form(string value, string kind)
    {
        Variable("SETTING", $"\"{value}\"").ShouldBe([$"operations/no-secret-in-environment Work: The environment variable SETTING holds {kind}."]);
    }

    [Theory]
    [InlineData("DB_PASSWORD")]
    [InlineData("CLIENT_SECRET")]
    [InlineData("STRIPE_API_KEY")]
    [InlineData("stripeApiKey")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public void A_variable_holds_a_secret_by_its_name(string name)
    {
        var found = Variable(name, "\"hunter2\"").ShouldHaveSingleItem();
        found.ShouldBe($"operations/no-secret-in-environment Work: The environment variable {name} holds a text, by its name a secret.");
        found.ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_variable_gets_a_secret_at_deployment() => Variable("CONFIG", "\"{{resolve:secretsmanager:prod/db:SecretString:password}}\"")
        .ShouldBe(["operations/no-secret-in-environment Work: The environment variable CONFIG gets a secret's value when the stack is deployed, and keeps it in plain text."]);

    [Theory]
    [InlineData("TOKENS_TABLE", "\"tokens\"")]
    [InlineData("TOKEN_TTL_SECONDS", "\"an-hour\"")]
    [InlineData("PASSWORD_MIN_LENGTH", "\"twelve\"")]
    [InlineData("SECRET_ARN", "\"orders\"")]
    [InlineData("DB_SECRET", "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf\"")]
    [InlineData("DB_SECRET", "\"prod/orders/db\"")]
    [InlineData("API_KEY", "\"/prod/stripe/key\"")]
    [InlineData("API_KEY", "{ \"Ref\": \"Topic\" }")]
    [InlineData("API_KEY", "{ \"Fn::GetAtt\": [\"Topic\", \"TopicName\"] }")]
    [InlineData("API_KEY", "{ \"Fn::ImportValue\": \"unknown\" }")]
    [InlineData("API_KEY", "\"{{resolve:ssm:/prod/key}}\"")]
    [InlineData("MAX_TOKEN", "\"4096\"")]
    [InlineData("HAS_PASSWORD", "\"true\"")]
    [InlineData("CSRF_TOKEN", "\"\"")]
    [InlineData("MONKEY", "\"banana\"")]
    [InlineData("URL", "\"https://api.example.com/v1?page=1:2@3\"")]
    [InlineData("URL", "\"https://api.example.com:8443/users/@me\"")]
    [InlineData("URL", "\"postgres://app@db.example.com:5432/app\"")]
    [InlineData("CONNECTION", "\"Server=db;Database=app;Integrated Security=true\"")]
    [InlineData("TASK", "\"task-managers-for-everybody-everywhere\"")]
    public void A_variable_holds_no_secret(string name, string value) => Variable(name, value).ShouldBeEmpty();

    private static IReadOnlyList<string> Variable(string name, string value) => Reviewed.By(
        "operations/no-secret", $$""" {{Function($$""", "Environment": { "Variables": { "{{name}}": {{value}} } }""")}}, {{Topic}} """);
}
