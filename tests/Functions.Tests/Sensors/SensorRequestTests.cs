using System.Text;
using SensorWatch.Contracts;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Tests.Sensors;

public sealed class SensorRequestTests
{
    [Fact]
    public void A_full_body_is_read()
    {
        var request = Parse(
            """
            {"name":"Roof","unit":"Cel","timeZone":"America/Los_Angeles","expectedEverySeconds":3600,
             "limits":{"lowCritical":-5,"lowWarning":0,"highWarning":30,"highCritical":35.5,"hysteresis":1}}
            """,
            out var problem);

        problem.ShouldBeNull();
        request.ShouldBe(new SensorRequest(
            "Roof",
            "Cel",
            new Limits { LowCritical = -5, LowWarning = 0, HighWarning = 30, HighCritical = 35.5, Hysteresis = 1 },
            "America/Los_Angeles",
            3600));
    }

    [Theory]
    [InlineData("""{"name":"Roof","unit":"Cel"}""")]
    [InlineData("""{"name":"Roof","unit":"Cel","limits":null,"timeZone":null,"expectedEverySeconds":null}""")]
    [InlineData("""{"name":"Roof","unit":"Cel","limits":{"highWarning":null}}""")]
    public void What_is_left_out_is_not_set(string body) =>
        Parse(body, out _).ShouldBe(new SensorRequest("Roof", "Cel", Limits.None, null, null));

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        Parse(
            """
            {"name":"  ","unit":"degrees Celsius","limit":{},"timeZone":"Mars/Olympus","expectedEverySeconds":9,
             "limits":{"highWaring":30,"highCritical":"35","hysteresis":1e99}}
            """,
            out var problem,
            sensorId: "no spaces").ShouldBeNull();

        problem!.Status.ShouldBe(400);
        problem.Errors!.Select(error => error.Pointer).ShouldBe(
            [
                "/sensors/{id}",
                "#/name",
                "#/unit",
                "#/limit",
                "#/timeZone",
                "#/expectedEverySeconds",
                "#/limits/highWaring",
                "#/limits/highCritical",
                "#/limits/hysteresis",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"lowCritical":5,"lowWarning":5}""", "#/limits/lowWarning")]
    [InlineData("""{"lowWarning":5,"highCritical":4}""", "#/limits/highCritical")]
    [InlineData("""{"highWarning":35,"highCritical":30}""", "#/limits/highCritical")]
    [InlineData("""{"lowCritical":3,"lowWarning":2,"highWarning":1,"highCritical":0}""", "#/limits/lowWarning", "#/limits/highWarning", "#/limits/highCritical")]
    [InlineData("""{"highWarning":30,"hysteresis":-1}""", "#/limits/hysteresis")]
    [InlineData("""{"lowWarning":0,"highWarning":30,"hysteresis":30}""", "#/limits/hysteresis")]
    [InlineData("""{"lowCritical":0,"highCritical":30,"hysteresis":30}""", "#/limits/hysteresis")]
    [InlineData("[]", "#/limits")]
    public void Limits_that_contradict_each_other_are_named(string limits, params string[] pointers)
    {
        Parse($$"""{"name":"Roof","unit":"Cel","limits":{{limits}}}""", out var problem).ShouldBeNull();

        problem!.Errors!.Select(error => error.Pointer).ShouldBe(pointers);
    }

    [Theory]
    [InlineData("""{"lowWarning":0,"highWarning":30,"hysteresis":29.9}""")]
    [InlineData("""{"highWarning":30,"hysteresis":100}""")]
    [InlineData("""{"lowCritical":-5,"highCritical":35}""")]
    public void Limits_that_make_sense_are_taken(string limits) =>
        Parse($$"""{"name":"Roof","unit":"Cel","limits":{{limits}}}""", out _).ShouldNotBeNull();

    [Theory]
    [InlineData("10", true)]
    [InlineData("2678400", true)]
    [InlineData("9", false)]
    [InlineData("2678401", false)]
    [InlineData("60.5", false)]
    [InlineData("\"60\"", false)]
    public void Sensors_report_every_ten_seconds_to_31_days(string seconds, bool right) =>
        (Parse($$"""{"name":"Roof","unit":"Cel","expectedEverySeconds":{{seconds}}}""", out _) is not null).ShouldBe(right);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"name":"a","name":"b","unit":"Cel"}""")]
    [InlineData("[]")]
    public void A_body_that_is_no_object_is_refused(string body)
    {
        Parse(body, out var problem).ShouldBeNull();

        problem!.Status.ShouldBe(400);
    }

    private static SensorRequest? Parse(string body, out Problem? problem, string sensorId = "s-1") =>
        SensorRequest.Parse(sensorId, Encoding.UTF8.GetBytes(body), out problem);
}
