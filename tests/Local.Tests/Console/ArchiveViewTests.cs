using System.Net;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class ArchiveViewTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private ConsoleHost _host = null!;

    public async Task InitializeAsync() => _host = await ConsoleHost.StartAsync(ConsoleShop.Orders(), _bootstrap);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task An_archive_tells_what_it_has_and_whom_it_can_be_replayed_to()
    {
        await SendAsync(3);

        var archive = (await _host.GetAsync("archives"))["archives"]![0]!;

        (archive["name"]!.ToString(), archive["node"]!.ToString(), archive["bus"]!.ToString(), archive["events"]!.GetValue<int>())
            .ShouldBe(("all", "Shop/Archive", "shop", 3));
        archive["rules"]![0]!["label"]!.ToString().ShouldBe("Rule");
        (await _host.GetAsync("archives/all/count?from=2000-01-01T00:00:00Z&to=2999-01-01T00:00:00Z"))["events"]!.GetValue<int>().ShouldBe(3);
        (await _host.GetAsync("archives/all/count?to=2000-01-01T00:00:00Z"))["events"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_replay_sends_a_range_to_the_chosen_rules_again()
    {
        await SendAsync(3);
        var rule = (await _host.GetAsync("archives"))["archives"]![0]!["rules"]![0]!["arn"]!.ToString();

        var (status, answer) = await _host.PostAsync("replays", new { archive = "all", from = "2000-01-01T00:00:00Z", to = "2999-01-01T00:00:00Z", rules = new[] { rule } });

        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        await Eventually.True(() => _host.Host.Console.Services.Buses.IsIdle, "the replay has ended");
        var replay = (await _host.GetAsync("replays"))["replays"]![0]!;
        (replay["name"]!.ToString(), replay["state"]!.ToString()).ShouldBe((answer["name"]!.ToString(), "COMPLETED"));
        (replay["events"]!.GetValue<int>(), replay["replayed"]!.GetValue<int>(), replay["rules"]![0]!.ToString()).ShouldBe((3, 3, "Rule"));
        (await _host.GetAsync("queues/orders/messages"))["total"]!.GetValue<int>().ShouldBe(6);
        (await _host.PostAsync($"replays/{answer["name"]}/cancel", new { })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("none", "2000-01-01T00:00:00Z", "does not exist")]
    [InlineData("all", "2999-01-02T00:00:00Z", "must be before")]
    public async Task A_replay_that_can_not_be_is_refused(string archive, string from, string why)
    {
        var (status, answer) = await _host.PostAsync("replays", new { archive, from, to = "2999-01-01T00:00:00Z" });

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["error"]!.ToString().ShouldContain(why);
    }

    private async Task SendAsync(int count) =>
        await _host.PostAsync("events", new { bus = "shop", source = "shop.orders", detailType = "Ordered", detail = new { n = "{i}" }, count });
}
