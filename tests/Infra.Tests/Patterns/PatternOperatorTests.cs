using System.Linq.Expressions;
using System.Text.Encodings.Web;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>What each kind of condition becomes. That it also means the same is what <see cref="PredicateAgreementTests"/> tells.</summary>
public sealed class PatternOperatorTests
{
    [Fact]
    public void Equality_is_a_value()
    {
        Data(e => e.Name == "a").ShouldBe("""{"name":["a"]}""");
        Data(e => e.Count == 3).ShouldBe("""{"count":[3]}""");
        Data(e => 2.5 == e.Weight).ShouldBe("""{"weight":[2.5]}""");
        Data(e => e.Price == 1.10m).ShouldBe("""{"price":[1.1]}""");
        Data(e => e.Id == new Guid("FFFFFFFF-3B4C-7D5E-8F60-718293A4B5C6")).ShouldBe("""{"id":["ffffffff-3b4c-7d5e-8f60-718293a4b5c6"]}""");
    }

    [Fact]
    public void Inequality_is_anything_but()
    {
        Data(e => e.Name != "a").ShouldBe("""{"name":[{"anything-but":"a"}]}""");
        Data(e => e.Name != "a" && e.Name != "b").ShouldBe("""{"name":[{"anything-but":["a","b"]}]}""");
        Data(e => e.Count != 1 && e.Count != 2).ShouldBe("""{"count":[{"anything-but":[1,2]}]}""");
        Data(e => e.Weight != 1 && e.Weight > 0).ShouldBe("""{"weight":[{"numeric":[">",0,"<",1]},{"numeric":[">",1]}]}""");
    }

    [Fact]
    public void What_is_not_there_is_not_equal_either() =>
        Data(e => e.Note != "a").ShouldBe("""{"note":[{"anything-but":"a"},{"exists":false}]}""");

    [Fact]
    public void Comparisons_are_numeric_and_two_of_them_one_range()
    {
        Data(e => e.Weight < 5).ShouldBe("""{"weight":[{"numeric":["<",5]}]}""");
        Data(e => 5 <= e.Weight).ShouldBe("""{"weight":[{"numeric":[">=",5]}]}""");
        Data(e => e.Weight > 1 && e.Weight <= 2.5).ShouldBe("""{"weight":[{"numeric":[">",1,"<=",2.5]}]}""");
        Data(e => e.Count >= 5 && e.Count <= 5).ShouldBe("""{"count":[5]}""");
        Data(e => e.Weight < 1 || e.Weight > 2).ShouldBe("""{"weight":[{"numeric":["<",1]},{"numeric":[">",2]}]}""");
        Data(e => e.Size > 100 && e.Size <= Pattern.MaxExactInteger).ShouldBe("""{"size":[{"numeric":[">",100,"<=",9007199254740991]}]}""");
    }

    [Fact]
    public void And_is_fields_beside_each_other() =>
        Data(e => e.Name == "a" && e.Address.City == "b" && e.Address.Ip == "c")
            .ShouldBe("""{"name":["a"],"address":{"city":["b"],"ip-address":["c"]}}""");

    [Fact]
    public void Or_is_a_list_within_one_field() =>
        Data(e => e.Name == "a" || e.Name == "b" || e.Name.StartsWith('c')).ShouldBe("""{"name":["a","b",{"prefix":"c"}]}""");

    [Fact]
    public void Or_is_an_or_across_fields_as_deep_as_it_can_be()
    {
        Data(e => e.IsUrgent && (e.Address.City == "a" || e.Address.Ip == "b"))
            .ShouldBe("""{"isUrgent":[true],"address":{"$or":[{"city":["a"]},{"ip-address":["b"]}]}}""");
        Data(e => e.Name == "a" || e.Address.City == "b").ShouldBe("""{"$or":[{"name":["a"]},{"address":{"city":["b"]}}]}""");
    }

    [Fact]
    public void A_field_is_never_both_beside_and_in_an_or() =>
        Data(e => e.Count > 1 && (e.IsUrgent || e.Count < 5))
            .ShouldBe("""{"$or":[{"count":[{"numeric":[">",1]}],"isUrgent":[true]},{"count":[{"numeric":[">",1,"<",5]}]}]}""");

    [Fact]
    public void Negations_go_down_to_the_conditions()
    {
        Data(e => !(e.Name == "a" || e.Count >= 3)).ShouldBe("""{"name":[{"anything-but":"a"}],"count":[{"numeric":["<",3]}]}""");
        Data(e => !(e.Name == "a" && !e.IsUrgent)).ShouldBe("""{"$or":[{"name":[{"anything-but":"a"}]},{"isUrgent":[true]}]}""");
        Data(e => !(e.Limit > 3)).ShouldBe("""{"limit":[{"numeric":["<=",3]},{"exists":false}]}""");
    }

    [Fact]
    public void Parts_of_texts_are_prefix_suffix_and_wildcard()
    {
        Data(e => e.Name.StartsWith("ab", StringComparison.Ordinal)).ShouldBe("""{"name":[{"prefix":"ab"}]}""");
        Data(e => e.Name.EndsWith("z", StringComparison.OrdinalIgnoreCase)).ShouldBe("""{"name":[{"suffix":{"equals-ignore-case":"z"}}]}""");
        Data(e => e.Name.StartsWith('a') && e.Name.EndsWith('z')).ShouldBe("""{"name":[{"wildcard":"a*z"}]}""");
        Data(e => e.Name.StartsWith("ab", StringComparison.Ordinal) && e.Name.EndsWith("bc", StringComparison.Ordinal))
            .ShouldBe("""{"name":["abc",{"wildcard":"ab*bc"}]}""");
        Data(e => e.Name.Contains("a*", StringComparison.Ordinal)).ShouldBe("""{"name":[{"wildcard":"*a\\**"}]}""");
        Data(e => Pattern.Like(e.Name, "a*b")).ShouldBe("""{"name":[{"wildcard":"a*b"}]}""");
        Data(e => !e.Name.StartsWith('a')).ShouldBe("""{"name":[{"anything-but":{"prefix":"a"}}]}""");
        Data(e => e.Name != "b" && !e.Name.StartsWith('a')).ShouldBe("""{"name":[{"anything-but":{"wildcard":["b","a*"]}}]}""");
    }

    [Fact]
    public void Texts_can_be_compared_ignoring_case()
    {
        Data(e => string.Equals(e.Name, "Äb", StringComparison.OrdinalIgnoreCase)).ShouldBe("""{"name":[{"equals-ignore-case":"Äb"}]}""");
        Data(e => !e.Name.Equals("a", StringComparison.OrdinalIgnoreCase)).ShouldBe("""{"name":[{"anything-but":{"equals-ignore-case":"a"}}]}""");
    }

    [Fact]
    public void A_text_that_is_an_address_is_compared_as_a_text()
    {
        Data(e => e.Address.Ip == "::1").ShouldBe("""{"address":{"ip-address":[{"wildcard":"::1"}]}}""");
        Data(e => Pattern.IsInRange(e.Address.Ip, "10.0.0.0/8")).ShouldBe("""{"address":{"ip-address":[{"cidr":"10.0.0.0/8"}]}}""");
    }

    [Fact]
    public void Membership_in_a_list_is_that_list()
    {
        var cities = new[] { "a", "b" };
        List<int?> limits = [1, null];
        Data(e => cities.Contains(e.Address.City)).ShouldBe("""{"address":{"city":["a","b"]}}""");
        Data(e => !cities.Contains(e.Address.City)).ShouldBe("""{"address":{"city":[{"anything-but":["a","b"]}]}}""");
        Data(e => limits.Contains(e.Limit)).ShouldBe("""{"limit":[1,{"exists":false}]}""");
    }

    [Fact]
    public void Enums_are_as_the_JSON_has_them()
    {
        var green = Color.DarkGreen;
        Data(e => e.Color == green || e.Color == Color.Red).ShouldBe("""{"color":["red","darkGreen"]}""");
        Data(e => e.Color != green).ShouldBe("""{"color":[{"anything-but":"darkGreen"}]}""");
        Data(e => e.Mode == Mode.Fast).ShouldBe("""{"mode":["Fast"]}""");
        Data(e => e.Rank >= Rank.Middle).ShouldBe("""{"rank":[{"numeric":[">=",5]}]}""");
    }

    [Fact]
    public void Booleans_are_true_and_false()
    {
        Data(e => e.IsUrgent && e.IsChecked != true).ShouldBe("""{"isUrgent":[true],"isChecked":[false,{"exists":false}]}""");
        Data(e => !e.IsUrgent).ShouldBe("""{"isUrgent":[false]}""");
    }

    [Fact]
    public void Null_is_missing_or_null_as_the_contract_writes_it()
    {
        Data(e => e.Note == null).ShouldBe("""{"note":[{"exists":false}]}""");
        Data(e => e.Limit.HasValue).ShouldBe("""{"limit":[{"exists":true}]}""");
        Data(e => e.Remark == null).ShouldBe("""{"remark":[null]}""");
        Data(e => e.Remark != null).ShouldBe("""{"remark":[{"wildcard":"*"}]}""");
        Data(e => string.IsNullOrEmpty(e.Note)).ShouldBe("""{"note":["",{"exists":false}]}""");
    }

    [Fact]
    public void An_object_is_there_when_what_it_always_has_is()
    {
        Data(e => e.Billing != null).ShouldBe("""{"billing":{"city":[{"exists":true}]}}""");
        Data(e => e.Billing != null && e.Billing.City == "a").ShouldBe("""{"billing":{"city":["a"]}}""");
        Data(e => e.Billing == null || e.Billing.City == "a").ShouldBe("""{"billing":{"city":[{"exists":false},"a"]}}""");
    }

    [Fact]
    public void Elements_of_a_collection_are_its_fields_values()
    {
        Data(e => e.Tags.Contains("a")).ShouldBe("""{"tags":["a"]}""");
        Data(e => e.Tags.Any(tag => tag == "a" || tag.StartsWith('b'))).ShouldBe("""{"tags":["a",{"prefix":"b"}]}""");
        Data(e => e.Weights.Any(weight => weight > 1 && weight < 2)).ShouldBe("""{"weights":[{"numeric":[">",1,"<",2]}]}""");
        Data(e => e.Tags.Any()).ShouldBe("""{"tags":[{"exists":true}]}""");
        Data(e => !e.Items.Any()).ShouldBe("""{"items":{"sku":[{"exists":false}]}}""");
        Data(e => e.Items.Any(item => item.Sku == "a" && item.Parts.Any(part => part.Depth > 2)))
            .ShouldBe("""{"items":{"sku":["a"],"parts":{"depth":[{"numeric":[">",2]}]}}}""");
    }

    [Fact]
    public void Constants_are_computed_now()
    {
        var number = 20;
        var limits = (Low: 1.5, High: 2);
        Data(e => e.Count > number + 10).ShouldBe("""{"count":[{"numeric":[">",30]}]}""");
        Data(e => e.Weight > limits.Low && (number > 5 || e.IsUrgent)).ShouldBe("""{"weight":[{"numeric":[">",1.5]}]}""");
        Data(e => e.Name == $"a{number}").ShouldBe("""{"name":["a20"]}""");
    }

    [Fact]
    public void What_stands_for_a_text_that_is_known_when_deploying_is_kept_as_it_is()
    {
        var bucket = "${Token[TOKEN.12]}";
        Data(e => e.Name == bucket || e.Name == "a").ShouldBe("""{"name":["${Token[TOKEN.12]}","a"]}""");
    }

    [Fact]
    public void Markers_answer_as_EventBridge_does()
    {
        Pattern.Like("a*b", @"a\*b").ShouldBeTrue();
        Pattern.Like("axb", @"a\*b").ShouldBeFalse();
        Pattern.Like(null, "*").ShouldBeFalse();
        Pattern.IsInRange("10.200.0.1", "10.0.0.0/8").ShouldBeTrue();
        Pattern.IsInRange("10.200.0.1", "10.1.2.3/8").ShouldBeTrue();
        Pattern.IsInRange("11.0.0.1", "10.0.0.0/8").ShouldBeFalse();
        Pattern.IsInRange("2001:db8::7", "2001:db8::/32").ShouldBeTrue();
        Pattern.IsInRange("host", "10.0.0.0/8").ShouldBeFalse();
        Pattern.IsInRange(null, "10.0.0.0/8").ShouldBeFalse();
    }

    private static string Data(Expression<Func<Delivery, bool>> predicate) =>
        On.Event<Delivery>().Where(predicate).ToJson()["detail"]!["data"]!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
