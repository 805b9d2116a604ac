using System.Diagnostics;
using System.Net;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>Who may do what; and that nothing happens when somebody may not.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly string Body = Readings.Body("seattle-temperature", Readings.Seattle.Take(3));

    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task No_route_opens_without_a_token()
    {
        var routes = _system.Host.Deployment.Routes.Select(route => route.RouteKey.Split(' ')).ToList();
        routes.ShouldNotBeEmpty();
        foreach (var route in routes)
        {
            using var response = await _system.SendAsync(new(route[0]), route[1].Replace("{id}", "a", StringComparison.Ordinal), token: null);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, string.Join(' ', route));
        }
    }

    [Fact]
    public async Task Wrong_tokens_are_refused_and_nothing_is_published()
    {
        (await StatusAsync("nonsense")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(_system.DeviceToken![..^1] + (_system.DeviceToken[^1] == 'A' ? 'Q' : 'A'))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(_system.OperatorToken)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(_system.DeviceToken, Readings.Body("somebody-elses", Readings.Seattle.Take(3)))).ShouldBe(HttpStatusCode.Forbidden);
        using var alerts = await _system.SendAsync(HttpMethod.Get, "/alerts", _system.DeviceToken);
        alerts.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        _system.Host.ArchivedEvents().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revoked_token_is_refused_once_the_cache_has_forgotten_it()
    {
        (await StatusAsync(_system.DeviceToken)).ShouldBe(HttpStatusCode.Accepted);
        var table = _system.Host.Deployment.Tables.Single(table => table.Resource.Path.Contains("/Tokens/")).Name;
        await OperateAsync("tokens", "revoke", _system.DeviceToken!.Split('.')[0], "--table", table, "--endpoint", _system.Host.Address.ToString());

        _system.Advance(TimeSpan.FromMinutes(6));

        (await StatusAsync(_system.DeviceToken)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task OperateAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Operate", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Operate.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
    }

    private async Task<HttpStatusCode> StatusAsync(string? token, string? body = null)
    {
        using var response = await _system.SendAsync(HttpMethod.Post, "/readings", token, body ?? Body);
        return response.StatusCode;
    }
}
