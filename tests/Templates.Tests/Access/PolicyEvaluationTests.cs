using SensorWatch.Templates.Access;

namespace SensorWatch.Templates.Tests.Access;

public sealed class PolicyEvaluationTests
{
    private const string Role = "arn:aws:iam::123456789012:role/Reader";
    private const string Table = "arn:aws:dynamodb:eu-west-1:123456789012:table/Readings";
    private const string Queue = "arn:aws:sqs:eu-west-1:123456789012:Orders";

    private static readonly string Allow = Statement($$"""{"Effect": "Allow", "Action": ["dynamodb:Get*", "dynamodb:Query"], "Resource": "{{Table}}"}""");

    [Theory]
    [InlineData("dynamodb:GetItem", Table, AccessOutcome.Allowed)]
    [InlineData("DYNAMODB:getitem", Table, AccessOutcome.Allowed)]
    [InlineData("dynamodb:PutItem", Table, AccessOutcome.ImplicitlyDenied)]
    [InlineData("dynamodb:GetItem", Table + "/index/byTime", AccessOutcome.ImplicitlyDenied)]
    [InlineData("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/readings", AccessOutcome.ImplicitlyDenied)]
    public void A_role_may_what_its_policy_allows(string action, string resource, AccessOutcome expected) =>
        Evaluate(new(Caller.Of(Role), action, resource), Allow).ShouldBe(expected);

    [Fact]
    public void A_denial_wins_over_what_is_allowed()
    {
        var deny = Statement("""{"Sid": "NoQueries", "Effect": "Deny", "Action": "dynamodb:Query", "Resource": "*"}""");

        var decision = PolicyEvaluation.Evaluate(new(Caller.Of(Role), "dynamodb:Query", Table), [PolicyDocument.Parse(Allow), PolicyDocument.Parse(deny)], []);

        decision.Outcome.ShouldBe(AccessOutcome.ExplicitlyDenied);
        decision.Statement!.Sid.ShouldBe("NoQueries");
    }

    [Theory]
    [InlineData("""{"Effect": "Allow", "NotAction": "dynamodb:Delete*", "Resource": "*"}""", "dynamodb:GetItem", true)]
    [InlineData("""{"Effect": "Allow", "NotAction": "dynamodb:Delete*", "Resource": "*"}""", "dynamodb:DeleteItem", false)]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:dynamodb:*:*:table/Readings"}""", "dynamodb:GetItem", false)]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:sqs:*"}""", "dynamodb:GetItem", true)]
    [InlineData("""{"Effect": "Allow", "Action": "dynamodb:?etItem", "Resource": "*"}""", "dynamodb:GetItem", true)]
    [InlineData("""{"Effect": "Allow", "Action": "dynamodb:?etItem", "Resource": "*"}""", "dynamodb:BatchGetItem", false)]
    public void Patterns_may_be_negated(string statement, string action, bool allowed) =>
        (Evaluate(new(Caller.Of(Role), action, Table), Statement(statement)) == AccessOutcome.Allowed).ShouldBe(allowed);

    [Theory]
    [InlineData("""{"Service": "events.amazonaws.com"}""", true)]
    [InlineData("""{"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}""", true)]
    [InlineData("\"*\"", true)]
    [InlineData("""{"AWS": "*"}""", true)]
    [InlineData("""{"Service": "s3.amazonaws.com"}""", false)]
    [InlineData("""{"AWS": "123456789012"}""", false)]
    public void A_service_may_what_the_resources_policy_allows(string principal, bool allowed) =>
        (Evaluate(new(Caller.OfService("events.amazonaws.com"), "sqs:SendMessage", Queue), null, QueuePolicy(principal)) == AccessOutcome.Allowed).ShouldBe(allowed);

    [Fact]
    public void Nobody_may_without_a_policy() =>
        Evaluate(new(Caller.OfService("events.amazonaws.com"), "sqs:SendMessage", Queue)).ShouldBe(AccessOutcome.ImplicitlyDenied);

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/Reader", true)]
    [InlineData("arn:aws:sts::123456789012:assumed-role/Reader/session", true)]
    [InlineData("arn:aws:iam::123456789012:role/Other", false)]
    [InlineData("arn:aws:iam::123456789012:root", false)]
    [InlineData("123456789012", false)]
    public void In_one_account_a_resource_that_names_the_role_is_enough(string principal, bool allowed)
    {
        var caller = Caller.Of(Role) with { SessionArn = "arn:aws:sts::123456789012:assumed-role/Reader/session" };

        (Evaluate(new(caller, "sqs:SendMessage", Queue), null, QueuePolicy($$"""{"AWS": "{{principal}}"}""")) == AccessOutcome.Allowed).ShouldBe(allowed);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Across_accounts_both_sides_must_agree(bool role, bool resource, bool allowed)
    {
        var request = new AccessRequest(Caller.Of("arn:aws:iam::999999999999:role/Guest"), "sqs:SendMessage", Queue);

        var outcome = Evaluate(
            request,
            role ? Statement("""{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}""") : null,
            resource ? QueuePolicy("""{"AWS": "arn:aws:iam::999999999999:root"}""") : null);

        (outcome == AccessOutcome.Allowed).ShouldBe(allowed);
    }

    [Fact]
    public void NotPrincipal_speaks_of_everybody_else()
    {
        var policy = Statement($$"""{"Effect": "Deny", "NotPrincipal": {"AWS": "{{Role}}"}, "Action": "*", "Resource": "*"}""");

        Evaluate(new(Caller.Of(Role), "sqs:SendMessage", Queue), null, policy).ShouldBe(AccessOutcome.ImplicitlyDenied);
        Evaluate(new(Caller.Of(Role + "2"), "sqs:SendMessage", Queue), null, policy).ShouldBe(AccessOutcome.ExplicitlyDenied);
    }

    [Theory]
    [InlineData("""{"Effect": "Perhaps", "Action": "*", "Resource": "*"}""", "Statement[0].Effect: Allow or Deny is expected, but 'Perhaps' came.")]
    [InlineData("""{"Effect": "Allow", "Resource": "*"}""", "Statement[0].Action: it is required, but missing.")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotAction": "*"}""", "Statement[0]: Action and NotAction exclude each other.")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Principle": "*"}""", "Statement[0].Principle: there is no such element; there are")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Principal": "me"}""", "Statement[0].Principal: \"*\" or an object such as")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Principal": {"Aws": "me"}}""", "Statement[0].Principal.Aws: there is no such kind of principal")]
    [InlineData("""{"Effect": "Allow", "Action": {}}""", "Statement[0].Action: a string is expected.")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Condition": {"StringSounds": {"a": "b"}}}""", "Statement[0].Condition.StringSounds: there is no such condition operator")]
    public void A_document_that_breaks_the_grammar_says_where(string statement, string message) =>
        Should.Throw<FormatException>(() => PolicyDocument.Parse(Statement(statement))).Message.ShouldStartWith(message);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Statement": [], "Statement": []}""")]
    [InlineData("""{"Version": "2020-01-01", "Statement": []}""")]
    public void What_is_no_document_is_refused(string text) => Should.Throw<FormatException>(() => PolicyDocument.Parse(text));

    internal static string Statement(string statement) => $$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""";

    private static string QueuePolicy(string principal) =>
        Statement($$"""{"Effect": "Allow", "Principal": {{principal}}, "Action": "sqs:SendMessage", "Resource": "{{Queue}}"}""");

    private static AccessOutcome Evaluate(AccessRequest request, string? identity = null, string? resource = null) => PolicyEvaluation.Evaluate(
        request,
        identity is null ? [] : [PolicyDocument.Parse(identity)],
        resource is null ? [] : [PolicyDocument.Parse(resource)]).Outcome;
}
