using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

public sealed class FunctionSettingsTests
{
    private readonly FunctionSettings _settings =
        new(new Dictionary<string, string> { ["A"] = "a", ["B"] = " ", ["C"] = "c", ["D"] = "d" }, declared: ["A"], optional: ["B", "C", "E"]);

    [Fact]
    public void An_optional_variable_is_its_value_or_null()
    {
        _settings.Optional("C").ShouldBe("c");
        _settings.Optional("B").ShouldBeNull();
        _settings.Optional("E").ShouldBeNull();
    }

    [Fact]
    public void A_variable_that_was_not_declared_as_optional_is_not_read() =>
        Should.Throw<ArgumentException>(() => _settings.Optional("D")).Message.ShouldContain("Need.Variable(…).IfSet()");
}
