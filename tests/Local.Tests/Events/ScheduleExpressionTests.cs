using System.Globalization;
using CsCheck;
using SensorWatch.Local.Events;

namespace SensorWatch.Local.Tests.Events;

public sealed class ScheduleExpressionTests
{
    // 2026-03-01 is a Sunday.
    [Theory]
    [InlineData("rate(1 minute)", "2026-03-01T12:00:30", "2026-03-01T12:01:30")]
    [InlineData("rate(5 minutes)", "2026-03-01T12:00:00", "2026-03-01T12:05:00")]
    [InlineData("rate(1 hour)", "2026-03-01T12:00:00", "2026-03-01T13:00:00")]
    [InlineData("rate(7 days)", "2026-03-01T12:00:00", "2026-03-08T12:00:00")]
    [InlineData("cron(* * * * ? *)", "2026-03-01T12:00:00", "2026-03-01T12:01:00")]
    [InlineData("cron(* * * * ? *)", "2026-03-01T12:00:59", "2026-03-01T12:01:00")]
    [InlineData("cron(0 8 * * ? *)", "2026-03-01T08:00:00", "2026-03-02T08:00:00")]
    [InlineData("cron(0 8 * * ? *)", "2026-03-01T07:59:59", "2026-03-01T08:00:00")]
    [InlineData("cron(15 10 ? * 6L 2019-2030)", "2026-03-01T00:00:00", "2026-03-27T10:15:00")]
    [InlineData("cron(0 18 ? * MON-FRI *)", "2026-03-06T18:00:00", "2026-03-09T18:00:00")]
    [InlineData("cron(0 18 ? * mon,WED *)", "2026-03-03T00:00:00", "2026-03-04T18:00:00")]
    [InlineData("cron(0 8 1 * ? *)", "2026-03-01T08:00:00", "2026-04-01T08:00:00")]
    [InlineData("cron(0/15 * * * ? *)", "2026-03-01T12:16:00", "2026-03-01T12:30:00")]
    [InlineData("cron(5/20 9-10 ? * MON-FRI *)", "2026-03-02T09:45:00", "2026-03-02T10:05:00")]
    [InlineData("cron(*/40 * * * ? *)", "2026-03-01T12:40:00", "2026-03-01T13:00:00")]
    [InlineData("cron(10-50/20 * * * ? *)", "2026-03-01T12:30:00", "2026-03-01T12:50:00")]
    [InlineData("cron(0 0 L * ? *)", "2028-02-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("cron(0 0 31 * ? *)", "2026-03-31T00:00:00", "2026-05-31T00:00:00")]
    [InlineData("cron(0 0 29 FEB ? *)", "2026-03-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("cron(0 0 ? * 3#2 *)", "2026-03-01T00:00:00", "2026-03-10T00:00:00")]
    [InlineData("cron(0 0 ? * TUE#5 *)", "2026-04-01T00:00:00", "2026-06-30T00:00:00")]
    [InlineData("cron(0 0 ? * L *)", "2026-03-01T00:00:00", "2026-03-07T00:00:00")]
    [InlineData("cron(0 0 1W * ? *)", "2026-02-02T00:00:00", "2026-03-02T00:00:00")]
    [InlineData("cron(0 0 1W * ? *)", "2026-07-31T00:00:00", "2026-08-03T00:00:00")]
    [InlineData("cron(0 0 15W * ? *)", "2026-08-01T00:00:00", "2026-08-14T00:00:00")]
    [InlineData("cron(0 0 31W * ? *)", "2026-05-01T00:00:00", "2026-05-29T00:00:00")]
    [InlineData("cron(0 0 LW * ? *)", "2026-05-01T00:00:00", "2026-05-29T00:00:00")]
    [InlineData("cron(0 0 1 JAN-MAR/2 ? *)", "2026-01-01T00:00:00", "2026-03-01T00:00:00")]
    [InlineData("cron(0 0 1 1 ? 2030/10)", "2026-01-01T00:00:00", "2030-01-01T00:00:00")]
    [InlineData("cron(59 23 31 12 ? 2199)", "2026-01-01T00:00:00", "2199-12-31T23:59:00")]
    [InlineData("cron(0 0 1 1 ? 2026)", "2026-01-01T00:00:00", null)]
    [InlineData("cron(0 0 30 2 ? *)", "2026-01-01T00:00:00", null)]
    public void The_next_time_is_the_first_one_after(string expression, string after, string? expected) =>
        ScheduleExpression.Parse(expression).Next(Time(after)).ShouldBe(expected is null ? null : Time(expected));

    [Theory]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(1 minutes)")]
    [InlineData("rate(2 minute)")]
    [InlineData("rate(5 seconds)")]
    [InlineData("rate(5minutes)")]
    [InlineData("rate(-5 minutes)")]
    [InlineData("every day")]
    [InlineData("at(2026-01-01T00:00:00)")]
    [InlineData("cron(0 8 * * ?)")]
    [InlineData("cron(0 8 * * * *)")]
    [InlineData("cron(0 8 ? * ? *)")]
    [InlineData("cron(60 8 * * ? *)")]
    [InlineData("cron(0 24 * * ? *)")]
    [InlineData("cron(0 0 0 * ? *)")]
    [InlineData("cron(0 0 32 * ? *)")]
    [InlineData("cron(0 0 1 13 ? *)")]
    [InlineData("cron(0 0 ? * 8 *)")]
    [InlineData("cron(0 0 ? * MON/2 *)")]
    [InlineData("cron(0 0 ? * MON#6 *)")]
    [InlineData("cron(0 0 1-5W * ? *)")]
    [InlineData("cron(0/0 0 1 * ? *)")]
    [InlineData("cron(30-10 0 1 * ? *)")]
    [InlineData("cron(0 0 1 * ? 1969)")]
    [InlineData("cron(a 0 1 * ? *)")]
    public void What_EventBridge_refuses_is_refused(string expression) =>
        Should.Throw<FormatException>(() => ScheduleExpression.Parse(expression));

    [Fact]
    public void Every_expression_gives_the_first_minute_that_a_naive_matcher_accepts() =>
        Gen.Select(CronText.Gen, Gen.Int[0, 400 * 24 * 60]).Sample(
            (text, minutes) =>
            {
                var after = Time("2027-01-01T00:00:00").AddMinutes(minutes);

                var next = ScheduleExpression.Parse(text).Next(after);

                var naive = CronText.NaiveNext(text, after, limit: TimeSpan.FromDays(70));
                return naive is null ? next is null || next > after.AddDays(70) : next == naive;
            },
            iter: 300);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
