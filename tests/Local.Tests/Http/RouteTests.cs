using SensorWatch.Local.Http;

namespace SensorWatch.Local.Tests.Http;

public sealed class RouteTests
{
    private static readonly string[] Keys =
    [
        "$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1", "ANY /pets/dog/{id}",
        "POST /pets", "GET /", "GET /{kind}/dog/1",
    ];

    /// <summary>After the examples of https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html</summary>
    [Theory]
    [InlineData("GET", "/pets/dog/1", "GET /pets/dog/1")]
    [InlineData("GET", "/pets/dog/2", "GET /pets/dog/{id}")]
    [InlineData("PUT", "/pets/dog/2", "ANY /pets/dog/{id}")]
    [InlineData("GET", "/pets/cat/1", "GET /pets/{proxy+}")]
    [InlineData("GET", "/birds/dog/1", "GET /{kind}/dog/1")]
    [InlineData("POST", "/pets", "POST /pets")]
    [InlineData("DELETE", "/pets", "ANY /{proxy+}")]
    [InlineData("GET", "/pets", "ANY /{proxy+}")]
    [InlineData("GET", "/pets/", "ANY /{proxy+}")]
    [InlineData("POST", "/anything/else", "ANY /{proxy+}")]
    [InlineData("GET", "/", "GET /")]
    [InlineData("PUT", "/", "$default")]
    public void The_most_specific_route_is_chosen(string method, string path, string expected) =>
        Select(method, path)?.Key.ShouldBe(expected);

    [Fact]
    public void A_full_match_goes_before_a_greedy_one_that_is_longer_fixed() =>
        Select("GET", "/a/b", ["GET /a/{rest+}", "GET /{x}/b"])?.Key.ShouldBe("GET /{x}/b");

    [Theory]
    [InlineData("GET /a/{id}", "/a/x%2Fy%20z", "id", "x/y z")]
    [InlineData("GET /a/{rest+}", "/a/b/c%20d", "rest", "b/c d")]
    [InlineData("GET /a/{id}/b", "/a/%C3%B8/b", "id", "ø")]
    public void Variables_are_decoded(string key, string path, string name, string value)
    {
        Route.Parse(key).Matches("GET", path[1..].Split('/'), out var parameters).ShouldBeTrue();

        parameters.ShouldContainKeyAndValue(name, value);
    }

    [Theory]
    [InlineData("GET /a/{id}", "/a/")]
    [InlineData("GET /a/{id}", "/a/b/")]
    [InlineData("GET /a/{id}", "/a")]
    [InlineData("GET /a/{rest+}", "/a/")]
    [InlineData("GET /a", "/A")]
    [InlineData("GET /a", "/a/")]
    public void A_path_that_differs_does_not_match(string key, string path) =>
        Route.Parse(key).Matches("GET", path[1..].Split('/'), out _).ShouldBeFalse();

    [Theory]
    [InlineData("GET")]
    [InlineData("GET things")]
    [InlineData("GET /{a+}/b")]
    [InlineData("$connect")]
    public void A_key_of_another_form_is_refused(string key) => Route.Problem(key).ShouldNotBeNull().ShouldContain(key);

    private static Route? Select(string method, string path, string[]? keys = null) => (keys ?? Keys)
        .Select(Route.Parse)
        .OrderBy(route => route.Precedence, StringComparer.Ordinal)
        .FirstOrDefault(route => route.Matches(method, path[1..].Split('/'), out _));
}
