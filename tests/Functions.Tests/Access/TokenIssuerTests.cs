using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Access;

namespace SensorWatch.Functions.Tests.Access;

public sealed class TokenIssuerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTokensTable _table = new();
    private readonly FakeTimeProvider _time = new(Now);

    private TokenIssuer Issuer => new(_table.Store, _time);

    [Fact]
    public async Task A_device_s_token_is_kept_without_its_secret()
    {
        var issued = await Issuer.IssueDeviceAsync("roof", ["b-2", "a-1", "b-2"], CancellationToken.None);

        var token = Token.Parse(issued.Text).ShouldNotBeNull();
        var stored = (await _table.Store.FindAsync(token.TokenId, CancellationToken.None)).ShouldNotBeNull();
        (stored.Kind, stored.Name, stored.CreatedAt, stored.RevokedAt).ShouldBe((TokenKind.Device, "roof", Now, null));
        stored.SensorIds.ShouldBe(["a-1", "b-2"]);
        stored.Secret.Matches(token.Secret).ShouldBeTrue();

        var item = _table.Items.Single().Value;
        item.Keys.ShouldBe(["tokenId", "kind", "name", "sensorIds", "salt", "hash", "createdAt"], ignoreOrder: true);
        item["kind"].S.ShouldBe("device");
        item["sensorIds"].SS.ShouldBe(["a-1", "b-2"]);
        item["salt"].B.ToArray().Length.ShouldBe(16);
        item["hash"].B.ToArray().ShouldNotBe(token.Secret);
        _table.TableNames.Distinct().ShouldBe(["tokens"]);
    }

    [Fact]
    public async Task An_operator_s_token_has_no_sensors()
    {
        var issued = await Issuer.IssueOperatorAsync("ada", CancellationToken.None);

        issued.Text.ShouldStartWith("swo_");
        _table.Items.Single().Value.ContainsKey("sensorIds").ShouldBeFalse();
        (await _table.Store.ListAsync(CancellationToken.None)).Single().SensorIds.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    public async Task An_impossible_name_is_refused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(Issuer.IssueOperatorAsync(name, CancellationToken.None));
        _table.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData()]
    [InlineData("a b")]
    [InlineData("a-1", "")]
    public async Task Impossible_sensors_are_refused(params string[] sensorIds)
    {
        await Should.ThrowAsync<ArgumentException>(Issuer.IssueDeviceAsync("roof", sensorIds, CancellationToken.None));
        _table.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_sensor_more_than_the_limit_is_refused()
    {
        var sensors = Enumerable.Range(0, StoredToken.MaximumSensors + 1).Select(i => $"s-{i}").ToList();

        await Issuer.IssueDeviceAsync("roof", sensors[1..], CancellationToken.None);
        await Should.ThrowAsync<ArgumentException>(Issuer.IssueDeviceAsync("roof", sensors, CancellationToken.None));
    }

    [Fact]
    public async Task A_token_that_is_revoked_twice_keeps_the_first_time()
    {
        var issued = await Issuer.IssueOperatorAsync("ada", CancellationToken.None);
        var tokenId = issued.Stored.TokenId;

        (await _table.Store.RevokeAsync(tokenId, Now.AddHours(1), CancellationToken.None))!.RevokedAt.ShouldBe(Now.AddHours(1));
        (await _table.Store.RevokeAsync(tokenId, Now.AddHours(2), CancellationToken.None))!.RevokedAt.ShouldBe(Now.AddHours(1));
        (await _table.Store.RevokeAsync("swo_unknown", Now, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_list_shows_every_token_by_age()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await Issuer.IssueOperatorAsync(name, CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        (await _table.Store.ListAsync(CancellationToken.None)).Select(token => token.Name).ShouldBe(["a", "b", "c", "d", "e"]);
    }
}
