namespace SensorWatch.Local.Tests.Tables;

public sealed class TimeToLiveTests
{
    [Theory]
    [InlineData("""{"N": "1795435210"}""", true)]
    [InlineData("""{"N": "1795435209.5"}""", true)]
    [InlineData("""{"N": "1795435210.5"}""", false)]
    [InlineData("""{"N": "1795435211"}""", false)]
    [InlineData("""{"N": "1600000000"}""", false)]
    [InlineData("""{"N": "0.5"}""", false)]
    [InlineData("""{"N": "-1"}""", false)]
    [InlineData("""{"N": "9e99"}""", false)]
    [InlineData("""{"S": "1795435210"}""", false)]
    public void An_item_goes_when_its_epoch_seconds_have_passed_unless_they_are_five_years_old(string expires, bool deleted)
    {
        using var tables = Fixture();
        tables.Put("Things", $$"""{"id": {"S": "a"}, "expires": {{expires}}}""");
        tables.Time.Advance(TimeSpan.FromSeconds(10));
        tables.Service.DeleteExpired().ShouldBe(deleted ? 1 : 0);
        (tables.Get("Things", """{"id": {"S": "a"}}""") is null).ShouldBe(deleted);
    }

    [Fact]
    public void An_expired_item_is_returned_until_it_is_deleted()
    {
        using var tables = Fixture();
        tables.Put("Things", """{"id": {"S": "a"}, "expires": {"N": "1795435200"}}""");
        tables.Time.Advance(TimeSpan.FromDays(1));
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldNotBeNull();
    }

    [Fact]
    public void The_stream_says_that_time_to_live_deleted_an_item()
    {
        using var tables = Fixture();
        tables.Put("Things", """{"id": {"S": "a"}, "expires": {"N": "1795435200"}}""");
        tables.Service.DeleteExpired();
        var record = tables.Service.ReadStream("Things", 0, 100)[^1].ToJson();
        ((string)record["eventName"]!).ShouldBe("REMOVE");
        record["userIdentity"].ShouldBeJson("""{"type": "Service", "principalId": "dynamodb.amazonaws.com"}""");
    }

    [Fact]
    public void An_update_of_the_attribute_moves_the_expiry()
    {
        using var tables = Fixture();
        tables.Put("Things", """{"id": {"S": "a"}, "expires": {"N": "1795435200"}}""");
        tables.Send("UpdateItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE expires"}""");
        tables.Service.DeleteExpired().ShouldBe(0);
    }

    private static TableFixture Fixture() => new(TableBuilder.Table("Things", "id:S").WithTimeToLive("expires").WithStream());
}
