using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Tests.Mappings;

namespace SensorWatch.Local.Tests.Logs;

public class FunctionLogRecorderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Lambdas_own_lines_are_text_by_default()
    {
        await using var logs = new LogsFixture();

        logs.Recorder.Write(new InvocationStart("Handle", "r1", "stream", Now));
        logs.Recorder.Write(Line("hello"));
        logs.Recorder.Write(Report());

        logs.Messages().ShouldBe(
        [
            "START RequestId: r1 Version: $LATEST\n",
            "hello",
            "END RequestId: r1\n",
            "REPORT RequestId: r1\tDuration: 10.20 ms\tBilled Duration: 131 ms\tMemory Size: 128 MB\tMax Memory Used: 42 MB\tInit Duration: 120.40 ms\t\n",
        ]);
        logs.Service.Read(new() { RequestId = "r1" }).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Lambdas_own_lines_are_json_where_the_function_wants_it()
    {
        await using var logs = Json();

        logs.Recorder.Write(new InvocationStart("Handle", "r1", "stream", Now));
        logs.Recorder.Write(Report());

        var lines = logs.Messages().Select(message => JsonNode.Parse(message)!).ToList();
        lines.Select(line => line["type"]!.GetValue<string>()).ShouldBe(["platform.start", "platform.report"]);
        lines[1]["record"]!.ToJsonString().ShouldBe(
            """{"requestId":"r1","metrics":{"durationMs":10.2,"billedDurationMs":131,"memorySizeMB":128,"maxMemoryUsedMB":42,"initDurationMs":120.4},"status":"success"}""");
    }

    [Theory]
    [InlineData("DEBUG", "platform.start,platform.runtimeDone,platform.report")]
    [InlineData("WARN", "")]
    public async Task The_system_log_level_chooses_lambdas_own_lines(string level, string types)
    {
        await using var logs = Json(systemLevel: level);

        logs.Recorder.Write(new InvocationStart("Handle", "r1", "stream", Now));
        logs.Recorder.Write(Report());

        string.Join(',', logs.Messages().Select(message => JsonNode.Parse(message)!["type"]!.GetValue<string>())).ShouldBe(types);
    }

    [Fact]
    public async Task The_application_log_level_chooses_the_functions_lines()
    {
        await using var logs = Json(applicationLevel: "WARN");

        logs.Recorder.Write(Line("""{"level":"info","timestamp":"2026-03-01T12:00:00Z","message":"a"}"""));
        logs.Recorder.Write(Line("""{"level":"error","timestamp":"2026-03-01T12:00:00Z","message":"b"}"""));
        logs.Recorder.Write(Line("""{"level":"error","message":"no time, and so INFO"}"""));
        logs.Recorder.Write(Line("plain, and so INFO"));

        logs.Messages().ShouldHaveSingleItem().ShouldContain("\"b\"");
    }

    [Fact]
    public async Task A_line_that_names_its_request_belongs_to_it()
    {
        await using var logs = new LogsFixture();

        logs.Recorder.Write(Line("""{"requestId":"r0","message":"late"}"""));

        logs.Service.Read(new() { RequestId = "r0" }).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_timeout_a_crash_and_a_failed_start_are_told()
    {
        await using var logs = new LogsFixture();
        var timeout = new EnvironmentFailure("Handle", "stream", Now, InvocationStatus.Timeout, "Sandbox.Timedout", "Task timed out after 3.00 seconds") { RequestId = "r1" };
        var crash = new EnvironmentFailure("Handle", "stream", Now, InvocationStatus.Error, "Runtime.ExitError", "Runtime exited with error: exit status 1");

        logs.Recorder.Write(timeout);
        logs.Recorder.Write(crash with { RequestId = "r2" });
        logs.Recorder.Write(crash with { InitDuration = TimeSpan.FromMilliseconds(7) });

        logs.Messages().ShouldBe(
        [
            "2026-03-01T12:00:00.000Z r1 Task timed out after 3.00 seconds\n\n",
            "RequestId: r2 Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n",
            "INIT_REPORT Init Duration: 7.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n",
        ]);
    }

    private static LogsFixture Json(string? applicationLevel = null, string? systemLevel = null) => new(
        function: MappingFixture.Function() with { LogFormat = "JSON", ApplicationLogLevel = applicationLevel, SystemLogLevel = systemLevel });

    private static FunctionLogLine Line(string message) => new("Handle", LogsFixture.Group, "stream", Now, message, "r1");

    private static InvocationReport Report() => new()
    {
        FunctionName = "Handle",
        RequestId = "r1",
        LogGroupName = LogsFixture.Group,
        LogStreamName = "stream",
        Status = InvocationStatus.Success,
        Timestamp = Now,
        Duration = TimeSpan.FromMilliseconds(10.2),
        InitDuration = TimeSpan.FromMilliseconds(120.4),
        MemorySizeMegabytes = 128,
        MaximumMemoryMegabytes = 42,
    };
}
