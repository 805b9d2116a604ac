using System.Text;
using SensorWatch.Local.Http;

namespace SensorWatch.Local.Tests.Http;

/// <summary>Functions' answers of payload format 2.0 as HTTP.</summary>
public sealed class HttpApiReplyTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("\"Hello\"", "Hello")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("null", "null")]
    public void An_answer_without_status_code_is_the_body_of_a_200(string answer, string body)
    {
        var reply = Parse(answer);

        reply.StatusCode.ShouldBe(200);
        Text(reply).ShouldBe(body);
        reply.Headers.ShouldBe([new("content-type", "application/json")]);
    }

    [Fact]
    public void Status_headers_cookies_and_body_are_taken_over()
    {
        var reply = Parse("""
            {"statusCode":201,"headers":{"Content-Type":"text/x","x-n":5,"Content-Length":"99"},"cookies":["a=1","b=2"],"body":"hi"}
            """);

        reply.StatusCode.ShouldBe(201);
        reply.Headers.ShouldBe([new("Content-Type", "text/x"), new("x-n", "5"), new("set-cookie", "a=1"), new("set-cookie", "b=2")]);
        Text(reply).ShouldBe("hi");
    }

    [Fact]
    public void A_body_in_base64_is_decoded() =>
        Text(Parse("""{"statusCode":200,"isBase64Encoded":true,"body":"aGk="}""")).ShouldBe("hi");

    [Fact]
    public void Without_content_type_and_body_a_reply_is_empty_text()
    {
        var reply = Parse("""{"statusCode":"404"}""");

        reply.StatusCode.ShouldBe(404);
        reply.Headers.ShouldBe([new("content-type", "text/plain;charset=UTF-8")]);
        reply.Body.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"statusCode":"much"}""")]
    [InlineData("""{"statusCode":99}""")]
    [InlineData("""{"statusCode":null}""")]
    [InlineData("""{"statusCode":200,"body":{"a":1}}""")]
    [InlineData("""{"statusCode":200,"headers":["a"]}""")]
    [InlineData("""{"statusCode":200,"headers":{"a":["b"]}}""")]
    [InlineData("""{"statusCode":200,"cookies":"a=1"}""")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":true,"body":"%"}""")]
    [InlineData("{")]
    public void Anything_else_is_refused(string answer) => Should.Throw<FormatException>(() => Parse(answer));

    private static HttpApiReply Parse(string answer) => HttpApiReply.Parse(Encoding.UTF8.GetBytes(answer));

    private static string Text(HttpApiReply reply) => Encoding.UTF8.GetString(reply.Body.Span);
}
