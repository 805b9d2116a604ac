using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Identity;
using SensorWatch.Local.Tests.Access;

namespace SensorWatch.Local.Tests.Identity;

public sealed class StsApiTests
{
    private readonly AccessFixture _access = new();
    private readonly StsApi _sts;

    public StsApiTests() => _sts = new("111122223333", _access.Control.SessionOf);

    [Fact]
    public void A_function_is_a_session_of_its_role()
    {
        var identity = Identity(_access.Call("sts", "GetCallerIdentity"));

        identity["Arn"].ShouldBe(AccessFixture.Session);
        identity["UserId"].ShouldMatch("^AROA[0-9A-Z]{17}:Work$");
        identity["Account"].ShouldBe("111122223333");
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData(null)]
    public void Whoever_else_calls_is_the_accounts_root(string? accessKeyId) =>
        Identity(AccessFixture.CallOf(accessKeyId, "sts", "GetCallerIdentity")).ShouldBe(new Dictionary<string, string>
        {
            ["Arn"] = "arn:aws:iam::111122223333:root",
            ["UserId"] = "111122223333",
            ["Account"] = "111122223333",
        });

    [Fact]
    public void A_function_whose_role_is_elsewhere_is_a_session_of_it_all_the_same()
    {
        var access = new AccessFixture([], [], role: "\"arn:aws:iam::444455556666:role/path/Other\"");

        var identity = Identity(access.Call("sts", "GetCallerIdentity"), new("111122223333", access.Control.SessionOf));

        identity["Arn"].ShouldBe("arn:aws:sts::444455556666:assumed-role/Other/Work");
        identity["Account"].ShouldBe("444455556666");
    }

    [Fact]
    public void Another_operation_is_not_served() => _sts.Handle(_access.Call("sts", "AssumeRole")).ShouldBeNull();

    private Dictionary<string, string> Identity(ServiceCall call, StsApi? sts = null) =>
        (sts ?? _sts).Handle(call).ShouldNotBeNull().ToDictionary(element => element.Name.LocalName, element => element.Value);
}
