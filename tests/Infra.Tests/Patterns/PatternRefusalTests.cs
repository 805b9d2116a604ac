using System.Linq.Expressions;
using SensorWatch.Contracts;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>What has no pattern is refused with the predicate, the part, the reason and what to write instead.</summary>
public sealed class PatternRefusalTests
{
    [Fact]
    public void The_predicate_is_quoted_as_it_is_written()
    {
        var limit = 30;
        Should.Throw<PatternNotSupportedException>(() => On.Event<AlertOpened>().Where(e =>
                e.Alert.Severity == Severity.Critical
                && e.Alert.Value * 2 > limit))
            .Message.ShouldBe(
                "No event pattern can say `e.Alert.Value * 2` in `e => e.Alert.Severity == Severity.Critical && e.Alert.Value * 2 > limit`: " +
                "EventBridge doesn't compute. Compare the member itself with a constant.");
    }

    [Fact]
    public void Orders_of_what_is_no_number()
    {
        Refused(e => e.Color > Color.Red, "e.Color > Color.Red", "orders numbers alone", "new[] { … }.Contains");
        Refused(e => string.Compare(e.Name, "a", StringComparison.Ordinal) > 0, "string.Compare(e.Name, \"a\", StringComparison.Ordinal)", "doesn't order texts", "StartsWith");
        Refused(e => e.At > DateTimeOffset.UnixEpoch, "e.At", "for a text, which has no order", "in the handler");
    }

    [Fact]
    public void Times_of_which_one_may_have_several_texts() =>
        Refused(e => e.At == DateTimeOffset.UnixEpoch, "e.At", "takes a DateTimeOffset for a text", "in the handler");

    [Fact]
    public void What_is_computed_of_the_event()
    {
        Refused(e => e.Name.Length > 3, "e.Name.Length", "doesn't count", "have a text's length in the event");
        Refused(e => e.Tags.Count > 3, "e.Tags.Count", "doesn't count", "Any()");
        Refused(e => e.Name.Trim() == "a", "e.Name.Trim()", "no operator", "string.Equals");
#pragma warning disable CA1862 // The analyzer's advice is the refusal's too.
        Refused(e => e.Name.ToUpperInvariant() == "A", "e.Name.ToUpperInvariant()", "doesn't compute", "StringComparison.OrdinalIgnoreCase");
#pragma warning restore CA1862
        Refused(e => (e.Limit ?? 3) > 3, "e.Limit ?? 3", "no fallback for null", "e.X == null ||");
        Refused(e => e.IsUrgent ? e.Count > 1 : e.Count > 2, "e.IsUrgent ? e.Count > 1 : e.Count > 2", "no choice", "`&&` and `||`");
        Refused(e => e.IsUrgent ^ e.Count > 1, "e.IsUrgent ^ (e.Count > 1)", "only &&, || and !", "`||`");
        Refused(e => e.Count > e.Level, "e.Count > e.Level", "with constants, not with another member", "into the event");
        Refused(e => e.Marks[0] == "a", "e.Marks[0]", "position", "Any(x => …)");
        Refused(e => e.Hidden == 3, "e.Hidden", "Delivery.Hidden is not part of the event's JSON", "that is written");
    }

    [Fact]
    public void Numbers_that_EventBridge_compares_otherwise()
    {
        Refused(e => e.Size > 100, "e.Size", "it is a long", "Pattern.MaxExactInteger");
        Refused(e => e.Size == 9_007_199_254_740_993, "e.Size", "none stands for 9007199254740993", "at most 15 digits");
        Refused(e => e.Price > 1, "e.Price", "it is a decimal", "== and !=");
        Refused(e => e.Ratio == 0.5f, "e.Ratio", "it is a float", "a double");
        Refused(e => e.Weight > double.PositiveInfinity, "e.Weight > Infinity", "no number in JSON", "finite");
        Refused(e => (byte)e.Count == 1, "(Byte)e.Count", "the cast may change the value", "constant of its own type");
        Refused(e => e.Serial == 1, "e.Serial", "in a way of its own", "another member");
        Refused(e => e.Rare == 1, "e.Rare", "leaves it out when it has its default value", "JsonIgnoreCondition.Never");
    }

    [Fact]
    public void Texts_that_EventBridge_compares_otherwise()
    {
#pragma warning disable CA1310, MA0001, MA0074 // Without a comparison is what is refused.
        Refused(e => e.Name.StartsWith("ab"), "e.Name.StartsWith(\"ab\")", "as a culture has it", "Write StringComparison.Ordinal");
#pragma warning restore CA1310, MA0001, MA0074
        Refused(e => e.Name.Equals("\u212A", StringComparison.OrdinalIgnoreCase), "StringComparison.OrdinalIgnoreCase)", "differ about the cases of", "StringComparison.Ordinal");
        Refused(e => e.Name.Contains("ab", StringComparison.OrdinalIgnoreCase), "e.Name.Contains(\"ab\", StringComparison.OrdinalIgnoreCase)", "in whole texts", "Compare the case too");
        Refused(e => e.Name == "\ud800", "e.Name", "half of a surrogate pair", "valid Unicode");
        Refused(e => Pattern.Like(e.Name, "a**"), "Pattern.Like(e.Name, \"a**\")", "Consecutive wildcard characters", "Mend");
        Refused(e => Pattern.IsInRange(e.Name, "10.1.2.3/32"), "Pattern.IsInRange(e.Name, \"10.1.2.3/32\")", "of more than one address", "Mend");
        Refused(e => !Pattern.IsInRange(e.Name, "10.0.0.0/8"), "e.Name", "can't exclude [{\"cidr\":\"10.0.0.0/8\"}]", "what the member is instead");
        Refused(e => e.Name.StartsWith('a') && e.Name != "ab", "e.Name", "one list of alternatives for a field", "Pattern.Like");
        Refused(e => new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }.Contains(e.Name), "", "may compare otherwise", "default comparer");
    }

    [Fact]
    public void A_member_that_may_be_null_where_CSharp_would_throw()
    {
        Refused(e => e.Billing!.City == "a", "e.Billing", "it may be null", "Write `e.Billing != null && …`");
        Refused(e => e.Note!.StartsWith('a'), "e.Note", "it may be null", "Write `e.Note != null && …`");
        Refused(e => e.Limit!.Value > 3, "e.Limit", "it may be null", "Write `e.Limit != null && …`");
        Refused(e => e.Codes!.Any(), "e.Codes", "it may be null", "Write `e.Codes != null && …`");
    }

    [Fact]
    public void Elements_of_which_more_than_one_matters()
    {
        Refused(e => e.Tags.All(tag => tag == "a"), "e.Tags.All(tag => tag == \"a\")", "can't ask that all are", "Any");
        Refused(e => !e.Tags.Contains("a"), "!e.Tags.Contains(\"a\")", "can't ask that none is", "`!Any()`");
        Refused(e => e.Tags.Contains("a") && e.Tags.Contains("b"), "e.Tags, e.Tags", "two elements of one collection", "two rules");
        Refused(e => e.Items.Any(x => x.Sku == "a") && e.Items.Any(y => y.Quantity > 1), "x.Sku, y.Quantity", "one that is as all conditions say", "one Any");
        Refused(e => e.Items.Any(x => x.Discount == null), "x.Discount", "only what is there", "Ask for elements that have it: `x.Discount != null && …`");
    }

    [Fact]
    public void What_EventBridge_takes_for_the_same()
    {
        Refused(e => e.Codes == null, "e.Codes", "an empty collection for a missing one", "`e.Codes == null || !e.Codes.Any()`");
        Refused(e => e.Extra == null, "e.Extra", "Extra has none that is always written", "required");
        Refused(e => e.Remark != null && e.Remark != "a", "e.Remark", "a null that is written", "JsonIgnoreCondition.WhenWritingNull");
        Refused(e => e.Count > 1 || (e.Extra != null && e.Extra.Exists == 3), "", "takes 'exists' for an operator", "a rule for each");
    }

    [Fact]
    public void Predicates_that_choose_nothing()
    {
        Refused(e => e.Count > 3 && e.Count < 2, "", "no event would match", "Take one of the conditions away");
        Refused(e => e.Level > 255, "", "no event would match", "Take one of the conditions away");
        Refused(e => e.Count > 3 || e.Count <= 3, "", "true for every event", "Leave it out");
        Refused(e => e.Name != null, "", "true for every event", "Leave it out");
    }

    [Fact]
    public void A_second_predicate_that_contradicts_the_first() =>
        Should.Throw<PatternNotSupportedException>(() => On.Event<Delivery>().Where(e => e.Count > 3).Where(e => e.Count < 2))
            .Message.ShouldStartWith("No event pattern can say `e => e.Count < 2`: it contradicts itself or an earlier Where");

    [Fact]
    public void A_pattern_of_more_than_2048_characters()
    {
        var names = Enumerable.Range(0, 300).Select(number => $"name-{number}").ToList();

        Refused(e => names.Contains(e.Name), "", "characters, and EventBridge allows 2048", "several rules");
    }

    private static void Refused(Expression<Func<Delivery, bool>> predicate, string part, string reason, string instead)
    {
        var exception = Should.Throw<PatternNotSupportedException>(() => On.Event<Delivery>().Where(predicate));
        exception.Part.ShouldContain(part);
        exception.Reason.ShouldContain(reason);
        exception.Instead.ShouldContain(instead);
        exception.Message.ShouldNotContain('\n');
    }
}
