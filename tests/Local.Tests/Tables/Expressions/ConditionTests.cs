using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Expressions;

public sealed class ConditionTests
{
    private const string Item =
        """
        {
            "id": {"S": "abc"}, "n": {"N": "5"}, "m": {"N": "7"}, "txt": {"S": "hello"}, "bytes": {"B": "AQID"}, "flag": {"BOOL": true},
            "nul": {"NULL": true}, "tags": {"SS": ["x", "y"]}, "numbers": {"NS": ["1", "2"]},
            "lst": {"L": [{"S": "a"}, {"N": "1"}]}, "doc": {"M": {"mid": {"M": {"deep": {"N": "3"}}}, "l": {"L": [{"S": "z"}]}}}
        }
        """;

    private const string Values =
        """
        {
            ":5": {"N": "5.0"}, ":1": {"N": "1"}, ":3": {"N": "3"}, ":9": {"N": "9"}, ":he": {"S": "he"}, ":hello": {"S": "hello"}, ":x": {"S": "x"}, ":a": {"S": "a"},
            ":b2": {"B": "AgM="}, ":b1": {"B": "AQ=="}, ":yx": {"SS": ["y", "x"]}, ":true": {"BOOL": true}, ":N": {"S": "N"}, ":SS": {"S": "SS"}, ":null": {"NULL": true}
        }
        """;

    [Theory]
    [InlineData("n = :5")]
    [InlineData("n <> :3")]
    [InlineData("gone <> :3")]
    [InlineData("n < m")]
    [InlineData("n <= :5 and n >= :5")]
    [InlineData("n > :3")]
    [InlineData("n BETWEEN :1 AND :9")]
    [InlineData("n in (:1, :5)")]
    [InlineData("tags = :yx")]
    [InlineData("flag = :true AND nul = :null")]
    [InlineData("attribute_exists(doc.mid.deep)")]
    [InlineData("attribute_exists(lst[1])")]
    [InlineData("attribute_not_exists(lst[2])")]
    [InlineData("attribute_not_exists(txt.mid)")]
    [InlineData("attribute_type(n, :N) AND attribute_type(tags, :SS)")]
    [InlineData("begins_with(txt, :he)")]
    [InlineData("begins_with(bytes, :b1)")]
    [InlineData("contains(txt, :he)")]
    [InlineData("contains(bytes, :b2)")]
    [InlineData("contains(tags, :x)")]
    [InlineData("contains(numbers, :1)")]
    [InlineData("contains(lst, :a)")]
    [InlineData("size(txt) = :5")]
    [InlineData("size(bytes) = :3")]
    [InlineData("size(lst) < size(txt)")]
    [InlineData("size(doc) > :1")]
    [InlineData("doc.mid.deep = :3")]
    [InlineData("doc.l[0] > :a")]
    [InlineData("NOT n = :3")]
    [InlineData("NOT (n = :3 OR n = :9)")]
    [InlineData("n = :3 AND n = :5 OR n = :5")]
    [InlineData("n = :5 OR n = :3 AND n = :9")]
    [InlineData("(n) = (:5)")]
    [InlineData("(n = :5) AND (m > n)")]
    public void These_hold(string expression) => Matches(expression).ShouldBeTrue();

    [Theory]
    [InlineData("n = :hello")]
    [InlineData("gone = :5")]
    [InlineData("gone < :5")]
    [InlineData("txt > :5")]
    [InlineData("flag = :5")]
    [InlineData("gone IN (:5)")]
    [InlineData("gone BETWEEN :1 AND :9")]
    [InlineData("contains(txt, :5)")]
    [InlineData("begins_with(n, :he)")]
    [InlineData("size(gone) = :1")]
    [InlineData("size(n) = :1")]
    [InlineData("attribute_type(gone, :N)")]
    [InlineData("NOT n = :5")]
    [InlineData("lst.a = :a")]
    [InlineData("doc[0] = :a")]
    public void These_do_not_hold(string expression) => Matches(expression).ShouldBeFalse();

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("n", "Syntax error; token: \"<EOF>\", near: \"n\"")]
    [InlineData("n = ", "Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData("n = 5", "Syntax error; token: \"5\", near: \"= 5\"")]
    [InlineData("n = :5 AND", "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("n == :5", "Syntax error; token: \"=\", near: \"== :5\"")]
    [InlineData("n = \"x\"", "Syntax error; token: \"\"\", near: \"= \"x\"")]
    [InlineData("_n = :5", "Syntax error; token: \"_\", near: \"_n\"")]
    [InlineData("n = :5 n", "Syntax error; token: \"n\", near: \":5 n\"")]
    [InlineData("n BETWEEN :1 , :9", "Syntax error; token: \",\", near: \":1 , :9\"")]
    [InlineData("Name = :5", "Attribute name is a reserved keyword; reserved keyword: Name")]
    [InlineData("doc.Status = :5", "Attribute name is a reserved keyword; reserved keyword: Status")]
    [InlineData("#u = :5", "An expression attribute name used in the document path is not defined; attribute name: #u")]
    [InlineData("n = :u", "An expression attribute value used in expression is not defined; attribute value: :u")]
    [InlineData("foo(n)", "Invalid function name; function: foo")]
    [InlineData("Attribute_Exists(n)", "Invalid function name; function: Attribute_Exists")]
    [InlineData("attribute_exists(n, m)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("begins_with(n)", "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1")]
    [InlineData("attribute_exists(:5)", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("begins_with(txt, :5)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("size(:5) = :5", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("n < :true", "Incorrect operand type for operator or function; operator: <, operand type: BOOL")]
    [InlineData("attribute_type(n, :5)", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N")]
    [InlineData("attribute_type(n, :x)", "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("size(n)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("attribute_exists(n) = :5", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("((n = :5))", "The expression has redundant parentheses;")]
    [InlineData("((n)) = :5", "The expression has redundant parentheses;")]
    [InlineData("n = n", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]")]
    [InlineData("doc.l[0] < doc.l[0]", "The first operand must be distinct from the remaining operands for this operator or function; operator: <, first operand: [doc, l, [0]]")]
    [InlineData("n BETWEEN :1 AND :he", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:he}")]
    [InlineData("n BETWEEN :9 AND :1", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:9}, upper bound operand: AttributeValue: {N:1}")]
    public void These_are_refused_in_DynamoDBs_words(string expression, string message) =>
        Refused(expression).ShouldBe($"Invalid ConditionExpression: {message}");

    [Fact]
    public void A_syntax_error_comes_before_an_error_of_meaning() => Refused("Name = :u AND").ShouldContain("Syntax error");

    [Fact]
    public void Parentheses_side_by_side_are_not_redundant() => Matches("((n = :5) AND (m > n))").ShouldBeTrue();

    [Fact]
    public void An_expression_has_at_most_4096_bytes()
    {
        Matches("n = :5" + new string(' ', 4090)).ShouldBeTrue();
        Refused("n = :5" + new string(' ', 4091)).ShouldEndWith("Expression size has exceeded the maximum allowed size; expression size: 4097");
    }

    [Fact]
    public void An_expression_has_at_most_300_operators()
    {
        Matches(string.Join(" OR ", Enumerable.Repeat("n=:5", 150))).ShouldBeTrue();
        Refused(string.Join(" OR ", Enumerable.Repeat("n=:5", 151))).ShouldEndWith("The expression contains too many operators; operator count: 301");
    }

    [Fact]
    public void IN_takes_at_most_100_operands()
    {
        Matches($"n IN ({string.Join(',', Enumerable.Repeat(":5", 100))})").ShouldBeTrue();
        Refused($"n IN ({string.Join(',', Enumerable.Repeat(":5", 101))})").ShouldEndWith("operator: IN, number of operands: 101");
    }

    [Fact]
    public void A_path_has_at_most_32_elements() => Refused($"{string.Join('.', Enumerable.Repeat("a", 33))} = :5").ShouldEndWith("nesting levels: 33");

    [Theory]
    [InlineData('(')]
    [InlineData('a')]
    [InlineData('[')]
    public void Hostile_input_is_refused_and_exhausts_nothing(char repeated) => Refused(new string(repeated, 4000)).ShouldNotBeNull();

    [Fact]
    public void All_573_reserved_words_are_known()
    {
        ReservedWords.Count.ShouldBe(573);
        ReservedWords.Contains("abort").ShouldBeTrue();
        ReservedWords.Contains("ZONE").ShouldBeTrue();
        ReservedWords.Contains("sensorId").ShouldBeFalse();
    }

    private static bool Matches(string expression) =>
        Parse(expression).Matches(AttributeValueReader.ReadMap(JsonNode.Parse(Item)!.AsObject()));

    private static string Refused(string expression) => Should.Throw<AwsException>(() => Parse(expression)).Message;

    private static Condition Parse(string expression) =>
        ConditionParser.Parse("ConditionExpression", expression, Placeholders.Read(null, JsonNode.Parse(Values)!.AsObject()));
}
