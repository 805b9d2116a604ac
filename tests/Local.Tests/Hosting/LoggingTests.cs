using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class LoggingTests
{
    [Fact]
    public void A_message_is_a_short_line()
    {
        var output = new StringWriter();
        var time = new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.Utc);
        using var provider = new LineLoggerProvider(output, LogLevel.Information, time);
        var logger = provider.CreateLogger("SensorWatch.Local.Queues.QueueService");

        logger.LogWarning("Queue {Name} is {State}", "q", "full");
        logger.LogDebug("not shown");

        output.ToString().ShouldBe($"03:04:05.678  QueueService      warning: Queue q is full{Environment.NewLine}");
    }

    [Theory]
    [InlineData("plain text", LogLevel.Information, "plain text")]
    [InlineData("""{"level":"INFO","message":"stored 3"}""", LogLevel.Information, "stored 3")]
    [InlineData("""{"level":"WARN","message":"slow"}""", LogLevel.Warning, "slow")]
    [InlineData("""{"level":"ERROR","message":"failed","errorType":"X","errorMessage":"why"}""", LogLevel.Error, "failed (X: why)")]
    [InlineData("""{"other":"json"}""", LogLevel.Information, """{"other":"json"}""")]
    [InlineData("""{"level":"INFO","_aws":{},"Count":1}""", LogLevel.Debug, """{"level":"INFO","_aws":{},"Count":1}""")]
    [InlineData("{broken}", LogLevel.Information, "{broken}")]
    public void Of_a_functions_line_a_person_reads_the_message(string line, LogLevel level, string message) =>
        FunctionConsoleLog.Read(line).ShouldBe((level, message));

    [Fact]
    public void A_function_is_called_by_its_handler_where_that_tells_it_apart() =>
        FunctionLabels.Of(
        [
            FunctionBuilder.Function("App-Store1A2B", null) with { Handler = "Store" },
            FunctionBuilder.Function("App-One", null) with { Handler = "bootstrap" },
            FunctionBuilder.Function("App-Two", null) with { Handler = "bootstrap" },
        ]).Values.ShouldBe(["Store", "App-One", "App-Two"]);
}
