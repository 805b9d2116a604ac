using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Expressions;

public sealed class UpdateExpressionTests
{
    private const string Item =
        """
        {
            "n": {"N": "5"}, "s": {"S": "txt"}, "tags": {"SS": ["a", "b"]}, "lst": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}]},
            "doc": {"M": {"x": {"N": "1"}, "l": {"L": [{"M": {"y": {"S": "old"}}}]}}}
        }
        """;

    private const string Names = """{"#c": "c", "#d": "[3]", "#n": "name"}""";

    private const string Values =
        """
        {
            ":1": {"N": "1"}, ":s": {"S": "new"}, ":ab": {"SS": ["b", "c"]}, ":both": {"SS": ["a", "b"]}, ":l": {"L": [{"S": "x"}]}, ":ns": {"NS": ["1"]},
            ":bool": {"BOOL": true}, ":null": {"NULL": true}, ":b": {"B": "YQ=="}, ":m": {"M": {}}
        }
        """;

    [Theory]
    [InlineData("SET s = :s", "s", """{"S": "new"}""")]
    [InlineData("set #n = :s", "name", """{"S": "new"}""")]
    [InlineData("SET n = n + :1", "n", """{"N": "6"}""")]
    [InlineData("SET n = :1 - n", "n", """{"N": "-4"}""")]
    [InlineData("SET n = (n - :1)", "n", """{"N": "4"}""")]
    [InlineData("SET k = if_not_exists(k, :1) + n", "k", """{"N": "6"}""")]
    [InlineData("SET n = if_not_exists(n, :1)", "n", """{"N": "5"}""")]
    [InlineData("SET k = if_not_exists(k, if_not_exists(j, :s))", "k", """{"S": "new"}""")]
    [InlineData("SET lst = list_append(:l, lst)", "lst", """{"L": [{"S": "x"}, {"S": "0"}, {"S": "1"}, {"S": "2"}]}""")]
    [InlineData("SET k = list_append(if_not_exists(k, :l), :l)", "k", """{"L": [{"S": "x"}, {"S": "x"}]}""")]
    [InlineData("SET lst[1] = :s", "lst", """{"L": [{"S": "0"}, {"S": "new"}, {"S": "2"}]}""")]
    [InlineData("SET lst[9] = :s, lst[7] = :1", "lst", """{"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}, {"N": "1"}, {"S": "new"}]}""")]
    [InlineData("REMOVE lst[0], lst[1]", "lst", """{"L": [{"S": "2"}]}""")]
    [InlineData("REMOVE lst[7]", "lst", """{"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}]}""")]
    [InlineData("SET lst[2] = lst[0] REMOVE lst[0]", "lst", """{"L": [{"S": "1"}, {"S": "0"}]}""")]
    [InlineData("SET doc.l[0].y = :s, doc.z = :1", "doc", """{"M": {"x": {"N": "1"}, "l": {"L": [{"M": {"y": {"S": "new"}}}]}, "z": {"N": "1"}}}""")]
    [InlineData("REMOVE doc.l, doc.x", "doc", """{"M": {}}""")]
    [InlineData("ADD n :1", "n", """{"N": "6"}""")]
    [InlineData("ADD k :1", "k", """{"N": "1"}""")]
    [InlineData("ADD doc.x :1", "doc", """{"M": {"x": {"N": "2"}, "l": {"L": [{"M": {"y": {"S": "old"}}}]}}}""")]
    [InlineData("ADD tags :ab", "tags", """{"SS": ["a", "b", "c"]}""")]
    [InlineData("DELETE tags :ab", "tags", """{"SS": ["a"]}""")]
    [InlineData("SET n = s, s = n", "s", """{"N": "5"}""")]
    public void An_update_gives(string expression, string attribute, string expected) =>
        AttributeValueWriter.ToJson(Apply(expression)[attribute]!).ShouldBeJson(expected);

    [Theory]
    [InlineData("REMOVE s", "s")]
    [InlineData("DELETE tags :both", "tags")]
    [InlineData("REMOVE gone", "gone")]
    [InlineData("DELETE gone :both", "gone")]
    public void An_update_leaves_no(string expression, string attribute) => Apply(expression)[attribute].ShouldBeNull();

    [Fact]
    public void Sections_may_come_in_any_order()
    {
        var item = Apply("REMOVE s ADD n :1 SET k = :s DELETE tags :ab");
        item.Attributes.Keys.ShouldBe(["n", "tags", "lst", "doc", "k"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SET k = gone", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET k = list_append(gone, lst)", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET k = s + :1", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET k = list_append(tags, lst)", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD tags :1", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD tags :ns", "An operand in the update expression has an incorrect data type")]
    [InlineData("DELETE n :ns", "An operand in the update expression has an incorrect data type")]
    [InlineData("DELETE tags :ns", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET gone.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET s.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET doc[0] = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET lst.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET lst[7].a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("REMOVE gone.a", "The document path provided in the update expression is invalid for update")]
    public void What_does_not_fit_the_item_is_refused(string expression, string message) =>
        Should.Throw<AwsException>(() => Apply(expression)).Message.ShouldBe(message);

    [Theory]
    [InlineData("whatever", "Syntax error; token: \"whatever\", near: \"whatever\"")]
    [InlineData("set a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("set a = b + c + d", "Syntax error; token: \"+\", near: \"c + d\"")]
    [InlineData("set a = set", "Syntax error; token: \"set\", near: \"= set\"")]
    [InlineData("set a[1] = 1", "Syntax error; token: \"1\", near: \"= 1\"")]
    [InlineData("add a b", "Syntax error; token: \"b\", near: \"a b\"")]
    [InlineData("delete a if_not_exists(b)", "Syntax error; token: \"if_not_exists\", near: \"a if_not_exists(\"")]
    [InlineData("remove :a", "Syntax error; token: \":a\", near: \"remove :a\"")]
    [InlineData("remove a = b", "Syntax error; token: \"=\", near: \"a = b\"")]
    [InlineData("set (a = (b + c))", "Syntax error; token: \"(\", near: \"set (a\"")]
    [InlineData("set k = :1 set j = :1", "The \"SET\" section can only be used once in an update expression;")]
    [InlineData("remove Absolute", "Attribute name is a reserved keyword; reserved keyword: Absolute")]
    [InlineData("set k = nope(:1)", "Invalid function name; function: nope")]
    [InlineData("set k = if_not_exists(n)", "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1")]
    [InlineData("set k = if_not_exists(:1, n)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("set k = list_append(:s, lst)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: S")]
    [InlineData("set k = n + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("set k = :ns - n", "Incorrect operand type for operator or function; operator or function: -, operand type: NS")]
    [InlineData("add k :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING")]
    [InlineData("add k :l", "Incorrect operand type for operator or function; operator: ADD, operand type: LIST")]
    [InlineData("delete k :1", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER")]
    [InlineData("delete k :bool", "Incorrect operand type for operator or function; operator: DELETE, operand type: BOOLEAN")]
    [InlineData("set d[1] = n, d.b = n", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [d, [1]], path two: [d, b]")]
    [InlineData("set c[1].a = n, #c = n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [1], a], path two: [c]")]
    [InlineData("set #c[3].#d = n, #c[3] = n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [3], [3]], path two: [c, [3]]")]
    [InlineData("set k = :1 remove k", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [k], path two: [k]")]
    public void These_are_refused_in_DynamoDBs_words(string expression, string message) =>
        Should.Throw<AwsException>(() => Parse(expression)).Message.ShouldBe($"Invalid UpdateExpression: {message}");

    private static MapValue Apply(string expression) =>
        Parse(expression).Apply(AttributeValueReader.ReadMap(JsonNode.Parse(Item)!.AsObject()));

    private static UpdateExpression Parse(string expression) => UpdateParser.Parse(
        expression,
        Placeholders.Read(JsonNode.Parse(Names)!.AsObject(), JsonNode.Parse(Values)!.AsObject()));
}
