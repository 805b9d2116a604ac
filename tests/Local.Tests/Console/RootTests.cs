using System.Net;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class RootTests
{
    [Fact]
    public async Task A_browser_at_the_root_is_sent_to_the_console_when_no_API_has_a_page_there()
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api("GET /things", "ANY /{proxy+}"), bootstrap);

        (await AskAsync(host, "/", "text/html,*/*")).ShouldBe((HttpStatusCode.Found, "/_console/"));
        (await AskAsync(host, "/_console", "*/*")).ShouldBe((HttpStatusCode.Found, "/_console/"));
        (await AskAsync(host, "/", "application/json")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("ANY /")]
    [InlineData("$default")]
    public async Task An_APIs_own_page_at_the_root_goes_before_the_console(string route)
    {
        using var bootstrap = new TestBootstrap();
        await using var host = await ConsoleHost.StartAsync(ConsoleShop.Api(route), bootstrap);

        (await AskAsync(host, "/", "text/html")).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(host, "/_console", "text/html")).ShouldBe((HttpStatusCode.Found, "/_console/"));
    }

    private static async Task<(HttpStatusCode Status, string? Location)> AskAsync(ConsoleHost host, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, response.Headers.Location?.ToString());
    }
}
