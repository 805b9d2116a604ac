using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

public sealed class JsonLoggerTests : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, 250, TimeSpan.FromHours(2)));

    private string Text => Encoding.UTF8.GetString(_output.ToArray());

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_message_is_one_line_of_JSON_with_its_arguments_by_name()
    {
        var logger = new JsonLogger(_output, LogLevel.Information, _time);
        logger.Begin("request-1", "Root=1-2-3");

        ((ILambdaLogger)logger).LogInformation(
            "Stored {Count} readings of {Sensor}\nat {Value:F1} °C", 3, "sensor-1", 20.26);

        Text.ShouldBe(
            """
            {"timestamp":"2026-11-23T07:00:00.250Z","level":"INFO","requestId":"request-1","traceId":"Root=1-2-3",
            "message":"Stored 3 readings of sensor-1\nat 20.3 °C","Count":3,"Sensor":"sensor-1","Value":20.26}
            """.ReplaceLineEndings(string.Empty) + "\n");
    }

    [Fact]
    public void Without_arguments_a_message_is_plain_text()
    {
        var logger = new JsonLogger(_output, LogLevel.Information, _time);

        logger.LogLine("{\"a\": {Count}}");

        JsonNode.Parse(Text)!["message"]!.GetValue<string>().ShouldBe("{\"a\": {Count}}");
    }

    [Fact]
    public void An_exception_is_written_with_type_message_and_stack_trace()
    {
        ILambdaLogger logger = new JsonLogger(_output, LogLevel.Information, _time);

        logger.LogError(new InvalidOperationException("no"), "Failed {Times} times", 2);

        var line = JsonNode.Parse(Text)!;
        line["level"]!.GetValue<string>().ShouldBe("ERROR");
        line["message"]!.GetValue<string>().ShouldBe("Failed 2 times");
        line["errorType"]!.GetValue<string>().ShouldBe("System.InvalidOperationException");
        line["errorMessage"]!.GetValue<string>().ShouldBe("no");
        line["stackTrace"]!.GetValue<string>().ShouldContain("InvalidOperationException: no");
    }

    [Theory]
    [InlineData("TRACE", 6)]
    [InlineData("DEBUG", 5)]
    [InlineData("INFO", 4)]
    [InlineData("WARN", 3)]
    [InlineData("Warning", 3)]
    [InlineData("ERROR", 2)]
    [InlineData("FATAL", 1)]
    [InlineData(null, 4)]
    [InlineData("nonsense", 4)]
    public void Messages_below_the_level_are_dropped(string? level, int expected)
    {
        ILambdaLogger logger = new JsonLogger(_output, JsonLogger.ParseLevel(level), _time);

        logger.LogTrace("m");
        logger.LogDebug("m");
        logger.LogInformation("m");
        logger.LogWarning("m");
        logger.LogError("m");
        logger.LogCritical("m");

        Text.Count(character => character == '\n').ShouldBe(expected);
    }

    [Theory]
    [InlineData("{A} {B}", "1 {B}")]
    [InlineData("{{{A}}}", "{1}")]
    [InlineData("{} {A", "{} {A")]
    [InlineData("{level}", "1")]
    [InlineData("none", "none")]
    public void A_template_that_does_not_fit_its_arguments_is_no_error(string template, string expected)
    {
        var rendered = MessageTemplate.Render(template, [1]);

        rendered.Text.ShouldBe(expected);
        rendered.Arguments.ShouldAllBe(argument => argument.Key == "A");
    }
}
