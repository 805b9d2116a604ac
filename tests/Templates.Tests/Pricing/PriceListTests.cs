using SensorWatch.Templates.Pricing;

namespace SensorWatch.Templates.Tests.Pricing;

public sealed class PriceListTests
{
    [Fact]
    public void Every_price_has_a_date_and_a_page_of_AWS()
    {
        foreach (var (item, price) in PriceList.UsEast1.Prices)
        {
            price.Usd.ShouldBeGreaterThan(0, item.ToString());
            price.Per.ShouldBeGreaterThanOrEqualTo(1, item.ToString());
            price.Date.ShouldBeGreaterThan(new DateOnly(2026, 1, 1), item.ToString());
            price.Source.ShouldStartWith("https://aws.amazon.com/", Case.Sensitive, item.ToString());
        }
    }

    [Fact]
    public void A_file_that_lacks_a_price_says_which() =>
        Should.Throw<InvalidDataException>(() => PriceList.Parse("""{"region": "eu-west-1", "prices": {}}""")).Message.ShouldContain("SqsRequests");

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"region": "eu-west-1", "prices": {"coffee": {"service": "Bar", "usd": 1, "per": 1, "unit": "cups", "date": "2026-01-01", "source": "-"}}}""")]
    [InlineData("""{"region": "eu-west-1", "prices": {"sqsRequests": {"usd": 1}}}""")]
    public void What_is_no_price_file_is_refused(string json) => Should.Throw<InvalidDataException>(() => PriceList.Parse(json));

    [Theory]
    [InlineData(1, 10, 3)]
    [InlineData(10, 10, 1.2)]
    [InlineData(50, 10, 1.2)]
    [InlineData(10, 32_768, 1 + 0.5 + 0.1)]
    [InlineData(1, 65_537, 2 + 2 + 1)]
    public void Messages_are_received_and_deleted_ten_at_a_time_and_paid_by_64_KB(double batch, double bytes, double requests) =>
        QueueCharges.Requests(1, bytes, batch).ShouldBe(requests, 1e-9);

    [Theory]
    [InlineData("rate(1 minute)", 43_800.0)]
    [InlineData("rate(2 hours)", 365.0)]
    [InlineData("rate(1 day)", 730 / 24.0)]
    [InlineData("rate(0 days)", null)]
    [InlineData("rate(x)", null)]
    [InlineData("cron(0 6 * * ? *)", null)]
    public void A_month_has_730_hours(string schedule, double? times) => Month.TimesOf(schedule).ShouldBe(times);
}
