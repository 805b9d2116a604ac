using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Patterns;
using SensorWatch.Infra.Tests.Patterns;

namespace SensorWatch.Infra.Tests;

public sealed class UserErrorTests
{
    [Fact]
    public void A_pattern_that_cannot_be_is_one_line()
    {
        var exception = Should.Throw<PatternNotSupportedException>(() => On.Event<Delivery>().Where(e => e.Count + 1 > 3));

        UserError.Describe(exception).ShouldBe(exception.Message);
        exception.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void Wiring_that_a_construct_refuses_is_its_message()
    {
        UserError.Describe(Should.Throw<ArgumentException>(() => On.Events())).ShouldNotBeNull().ShouldStartWith("Expected at least one contract");
        UserError.Describe(Should.Throw<ArgumentException>(() => RuleTrigger.EveryMinutes(0))).ShouldNotBeNull().ShouldContain("minutes");
    }

    [Fact]
    public void A_mistake_of_the_apps_own_keeps_its_stack_trace()
    {
        UserError.Describe(new InvalidOperationException("x")).ShouldBeNull();
        UserError.Describe(Should.Throw<ArgumentException>(() => new List<int>().GetRange(1, 1))).ShouldBeNull();
    }
}
