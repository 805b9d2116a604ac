using SensorWatch.Templates.Access;

namespace SensorWatch.Templates.Tests.Access;

public sealed class PolicyConditionTests
{
    [Theory]
    [InlineData("StringEquals", "a", "a", true)]
    [InlineData("StringEquals", "a", "A", false)]
    [InlineData("StringEquals", "a*", "ab", false)]
    [InlineData("StringEqualsIgnoreCase", "a", "A", true)]
    [InlineData("StringNotEquals", "a", "b", true)]
    [InlineData("StringNotEquals", "a", "a", false)]
    [InlineData("StringNotEqualsIgnoreCase", "a", "A", false)]
    [InlineData("StringLike", "a*c?", "abbcd", true)]
    [InlineData("StringLike", "a*c?", "abbc", false)]
    [InlineData("StringLike", "*a*b*c*", "xxaxxbxxbxxc", true)]
    [InlineData("StringNotLike", "a*", "ab", false)]
    [InlineData("ArnLike", "arn:aws:events:*:123456789012:rule/*", "arn:aws:events:eu-west-1:123456789012:rule/bus/name", true)]
    [InlineData("ArnEquals", "arn:aws:events:*:rule/*", "arn:aws:events:eu-west-1:123456789012:rule/name", false)]
    [InlineData("ArnNotLike", "arn:aws:s3:::bucket", "arn:aws:s3:::other", true)]
    [InlineData("NumericLessThan", "10", "9.5", true)]
    [InlineData("NumericLessThan", "10", "10", false)]
    [InlineData("NumericGreaterThanEquals", "10", "10", true)]
    [InlineData("NumericEquals", "10", "ten", false)]
    [InlineData("NumericNotEquals", "10", "11", true)]
    [InlineData("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", true)]
    [InlineData("DateLessThan", "1767225600", "2025-12-31T23:59:59Z", true)]
    [InlineData("Bool", "false", "False", true)]
    [InlineData("Bool", "false", "true", false)]
    [InlineData("IpAddress", "10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("IpAddress", "10.0.0.1", "10.0.0.1", true)]
    [InlineData("NotIpAddress", "10.0.0.0/8", "11.1.2.3", true)]
    [InlineData("IpAddress", "2001:db8::/32", "2001:db8::1", true)]
    [InlineData("Null", "false", "anything", true)]
    [InlineData("Null", "true", "anything", false)]
    public void An_operator_compares(string name, string expected, string actual, bool holds) =>
        Holds(name, $"\"{expected}\"", AccessContext.Empty.With("test:key", actual)).ShouldBe(holds);

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringNotEquals", true)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("ForAllValues:StringEquals", true)]
    [InlineData("ForAnyValue:StringEquals", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", false)]
    [InlineData("ForAnyValue:StringNotEquals", false)]
    public void A_request_without_the_key(string name, bool holds) => Holds(name, "\"a\"", AccessContext.Empty).ShouldBe(holds);

    [Fact]
    public void Null_asks_whether_the_key_is_there()
    {
        Holds("Null", "\"true\"", AccessContext.Empty).ShouldBeTrue();
        Holds("Null", "true", AccessContext.Empty).ShouldBeTrue();
        Holds("Null", "\"false\"", AccessContext.Empty).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ForAllValues:StringLike", "a1 a2", true)]
    [InlineData("ForAllValues:StringLike", "a1 b2", false)]
    [InlineData("ForAnyValue:StringLike", "a1 b2", true)]
    [InlineData("ForAnyValue:StringLike", "b1 b2", false)]
    [InlineData("ForAllValues:StringNotLike", "b1 b2", true)]
    [InlineData("ForAllValues:StringNotLike", "a1 b2", false)]
    [InlineData("ForAnyValue:StringNotLike", "a1 b2", true)]
    [InlineData("StringLike", "b1 a2", true)]
    [InlineData("StringNotLike", "b1 a2", false)]
    public void Many_values_of_a_key(string name, string values, bool holds) =>
        Holds(name, "\"a*\"", AccessContext.Empty.With("TEST:Key", values.Split(' '))).ShouldBe(holds);

    [Fact]
    public void One_of_the_policys_values_is_enough()
    {
        Holds("StringEquals", """["a", "b"]""", AccessContext.Empty.With("test:key", "b")).ShouldBeTrue();
        Holds("StringNotEquals", """["a", "b"]""", AccessContext.Empty.With("test:key", "b")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("home/${aws:username}/*", "home/ann/file", true)]
    [InlineData("home/${aws:username}/*", "home/bob/file", false)]
    [InlineData("home/${aws:nothing}/*", "home/ann/file", false)]
    [InlineData("home/${aws:nothing, 'ann'}/*", "home/ann/file", true)]
    [InlineData("a${*}", "a*", true)]
    [InlineData("a${*}", "ab", false)]
    [InlineData("${$}{x}", "${x}", true)]
    public void Variables_are_filled_in(string pattern, string actual, bool holds) =>
        Holds("StringLike", $"\"{pattern}\"", AccessContext.Empty.With("test:key", actual).With("aws:username", "ann")).ShouldBe(holds);

    [Fact]
    public void A_wildcard_in_a_variables_value_is_none() =>
        Holds("StringLike", "\"${aws:username}\"", AccessContext.Empty.With("test:key", "ann").With("aws:username", "*")).ShouldBeFalse();

    [Fact]
    public void Old_documents_have_no_variables()
    {
        var document = PolicyDocument.Parse("""{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Condition": {"StringEquals": {"test:key": "${a:b}"}}}}""");

        var condition = document.Statements.ShouldHaveSingleItem().Conditions.ShouldHaveSingleItem();

        condition.Holds(AccessContext.Empty.With("test:key", "${a:b}"), document.Statements[0].HasVariables).ShouldBeTrue();
    }

    [Fact]
    public void All_conditions_of_a_statement_must_hold()
    {
        var document = PolicyDocument.Parse(PolicyEvaluationTests.Statement(
            """{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a:a": "1", "a:b": "2"}}}"""));

        IsAllowed(AccessContext.Empty.With("a:a", "1").With("a:b", "2")).ShouldBeTrue();
        IsAllowed(AccessContext.Empty.With("a:a", "1")).ShouldBeFalse();

        bool IsAllowed(AccessContext context) =>
            PolicyEvaluation.Evaluate(new(Caller.Anonymous, "s3:GetObject", "arn:aws:s3:::bucket/key") { Context = context }, [], [document]).IsAllowed;
    }

    private static bool Holds(string name, string values, AccessContext context)
    {
        var document = PolicyDocument.Parse(PolicyEvaluationTests.Statement(
            $$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{name}}": {"test:key": {{values}} } } }"""));
        return PolicyEvaluation.Evaluate(new(Caller.Of("arn:aws:iam::123456789012:role/R"), "a:B", "*") { Context = context }, [document], []).IsAllowed;
    }
}
