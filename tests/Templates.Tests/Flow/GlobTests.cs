using System.Text.RegularExpressions;
using CsCheck;
using SensorWatch.Templates.Flow;

namespace SensorWatch.Templates.Tests.Flow;

public class GlobTests
{
    [Theory]
    [InlineData("alert#*", "done#*", false)]
    [InlineData("alert#*", "*", true)]
    [InlineData("*.csv", "*.rejects.jsonl", false)]
    [InlineData("*.csv", "rejects/*", true)]
    [InlineData("a*c", "*b*", true)]
    [InlineData("abc", "a?c", true)]
    [InlineData("ab", "a??", false)]
    [InlineData("", "*", true)]
    [InlineData("", "?*", false)]
    public void Two_sets_meet_when_a_text_is_in_both(string one, string other, bool meet)
    {
        Glob.Of(one).Meets(Glob.Of(other)).ShouldBe(meet);
        Glob.Of(other).Meets(Glob.Of(one)).ShouldBe(meet);
    }

    [Theory]
    [InlineData("rejects/*", "rejects/today/*", true)]
    [InlineData("rejects/*", "*", false)]
    [InlineData("*", "anything*", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a*", "a", true)]
    [InlineData("ab*", "a*", false)]
    public void A_set_covers_another_when_it_has_all_its_texts(string one, string other, bool covers) =>
        Glob.Of(one).Covers(Glob.Of(other)).ShouldBe(covers);

    [Fact]
    public void A_wildcard_of_EventBridge_can_ask_for_an_asterisk_and_IAMs_can_not()
    {
        Glob.OfWildcard(@"a\*b").Matches("a*b").ShouldBeTrue();
        Glob.OfWildcard(@"a\*b").Matches("axb").ShouldBeFalse();
        Glob.OfWildcard("a?b").Matches("axb").ShouldBeFalse();
    }

    [Fact]
    public void A_set_has_the_texts_that_a_regular_expression_of_it_has() =>
        Gen.Select(Gen.String[Gen.Char["ab*?"], 0, 6], Gen.String[Gen.Char["ab"], 0, 6]).Sample((pattern, text) =>
            Glob.Of(pattern).Matches(text) == Regex.IsMatch(
                text,
                $"^{pattern.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}$",
                RegexOptions.None,
                TimeSpan.FromSeconds(10)));

    [Fact]
    public void Sets_that_meet_are_those_of_which_a_short_text_is_in_both()
    {
        // Six characters are enough for two patterns of three: each needs at most its own.
        List<string> texts = [""];
        for (var i = 0; i < 6; i++)
        {
            texts = [.. texts, .. texts.Where(text => text.Length == i).SelectMany(text => new[] { $"{text}a", $"{text}b" })];
        }

        Gen.Select(Gen.String[Gen.Char["ab*?"], 0, 3], Gen.String[Gen.Char["ab*?"], 0, 3]).Sample((one, other) =>
        {
            var (left, right) = (Glob.Of(one), Glob.Of(other));
            return left.Meets(right) == texts.Exists(text => left.Matches(text) && right.Matches(text))
                && (!left.Covers(right) || texts.TrueForAll(text => !right.Matches(text) || left.Matches(text)));
        });
    }
}
