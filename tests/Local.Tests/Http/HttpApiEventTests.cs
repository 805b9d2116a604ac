using System.Text.Json.Nodes;
using SensorWatch.Local.Http;

namespace SensorWatch.Local.Tests.Http;

/// <summary>Requests as events of payload format 2.0.</summary>
public sealed class HttpApiEventTests
{
    [Fact]
    public void A_request_becomes_an_event_of_format_2()
    {
        var json = Event(Request() with
        {
            Method = "POST",
            Path = "/things/a%20b",
            Query = "x=1&x=2&y=a%2Bb+c&z",
            Headers =
            [
                new("Content-Type", "application/json"),
                new("X-Many", "one"),
                new("x-many", "two"),
                new("User-Agent", "test/1"),
                new("Cookie", "a=1; b=2"),
            ],
            Body = "{}"u8.ToArray(),
        });

        json.ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "version": "2.0",
              "routeKey": "POST /things/{id}",
              "rawPath": "/things/a b",
              "rawQueryString": "x=1&x=2&y=a%2Bb+c&z",
              "cookies": ["a=1", "b=2"],
              "headers": {
                "content-type": "application/json",
                "x-many": "one,two",
                "user-agent": "test/1",
                "x-forwarded-for": "127.0.0.1",
                "x-forwarded-port": "4566",
                "x-forwarded-proto": "http"
              },
              "queryStringParameters": { "x": "1,2", "y": "a+b c", "z": "" },
              "requestContext": {
                "accountId": "123456789012",
                "apiId": "abc",
                "domainName": "abc.example.org",
                "domainPrefix": "abc",
                "http": {
                  "method": "POST",
                  "path": "/things/a b",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "127.0.0.1",
                  "userAgent": "test/1"
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "POST /things/{id}",
                "stage": "$default",
                "time": "12/Mar/2020:19:03:58 +0000",
                "timeEpoch": 1584039838123
              },
              "pathParameters": { "id": "a b" },
              "stageVariables": { "colour": "blue" },
              "body": "{}",
              "isBase64Encoded": false
            }
            """)!.ToJsonString());
    }

    [Fact]
    public void What_a_request_lacks_the_event_lacks()
    {
        var json = Event(Request()).Select(member => member.Key).ToList();

        json.ShouldNotContain("cookies");
        json.ShouldNotContain("queryStringParameters");
        json.ShouldNotContain("body");
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("application/problem+json", false)]
    [InlineData("application/xml", false)]
    [InlineData("application/javascript", false)]
    [InlineData("text/csv", false)]
    [InlineData(null, false)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData("image/png", true)]
    [InlineData("nonsense", true)]
    public void The_content_type_decides_whether_a_body_is_in_base64(string? contentType, bool base64)
    {
        var body = "å"u8.ToArray();

        var json = Event(Request() with
        {
            Headers = contentType is null ? [] : [new("content-type", contentType)],
            Body = body,
        });

        json["isBase64Encoded"]!.GetValue<bool>().ShouldBe(base64);
        json["body"]!.GetValue<string>().ShouldBe(base64 ? Convert.ToBase64String(body) : "å");
    }

    [Theory]
    [InlineData("content-encoding", "gzip")]
    [InlineData("x-other", "none")]
    public void Bytes_that_are_no_text_are_in_base64_whatever_their_type(string header, string value)
    {
        var json = Event(Request() with
        {
            Headers = [new("content-type", "application/json"), new(header, value)],
            Body = new byte[] { 0x1f, 0x8b, 0xff },
        });

        json["isBase64Encoded"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static HttpApiRequest Request() => new()
    {
        Method = "GET",
        Path = "/",
        Query = "",
        Headers = [],
        Protocol = "HTTP/1.1",
        SourceIp = "127.0.0.1",
        Host = "abc.example.org",
        Port = 4566,
    };

    private static JsonObject Event(HttpApiRequest request) => new HttpApiEvent
    {
        Request = request,
        AccountId = "123456789012",
        ApiId = "abc",
        RouteKey = "POST /things/{id}",
        Stage = "$default",
        StageVariables = new Dictionary<string, string> { ["colour"] = "blue" },
        PathParameters = new Dictionary<string, string> { ["id"] = "a b" },
        RequestId = "JKJaXmPLvHcESHA=",
        Time = DateTimeOffset.FromUnixTimeMilliseconds(1_584_039_838_123),
    }.ToJson();
}
