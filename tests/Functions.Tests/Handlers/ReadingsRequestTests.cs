using System.Text;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class ReadingsRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_valid_body_is_read()
    {
        var request = Parse(Body("""{"time":"2026-01-02T03:00:00+01:00","value":-4.25e1}"""), out var problem);

        problem.ShouldBeNull();
        request!.SensorId.ShouldBe("a-1");
        request.Unit.ShouldBe("Cel");
        request.Readings.ShouldBe([new Reading(new DateTimeOffset(2026, 1, 2, 2, 0, 0, TimeSpan.Zero), -42.5)]);
    }

    [Theory]
    [InlineData("""{"time":"2026-01-02T03:00:00Z","value":"4"}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00Z","value":null}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00Z"}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00Z","value":1e16}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00Z","value":1e999}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00Z","value":1e-200}""", "#/readings/0/value")]
    [InlineData("""{"time":"2026-01-02T03:00:00","value":4}""", "#/readings/0/time")]
    [InlineData("""{"time":1767322800,"value":4}""", "#/readings/0/time")]
    [InlineData("""{"value":4}""", "#/readings/0/time")]
    [InlineData("""{"time":"2026-01-02T03:09:06Z","value":4}""", "#/readings/0/time")]
    [InlineData("""{"time":"1970-01-01T00:00:00Z","value":4}""", "#/readings/0/time")]
    [InlineData("""4""", "#/readings/0")]
    [InlineData("", "#/readings")]
    public void A_wrong_reading_is_named(string reading, string pointer)
    {
        Parse(Body(reading), out var problem).ShouldBeNull();

        problem!.Status.ShouldBe(400);
        problem.Errors!.Select(error => error.Pointer).ShouldBe([pointer]);
    }

    [Theory]
    [InlineData("""{"unit":"Cel","readings":[]}""", "#/sensorId", "#/readings")]
    [InlineData("""{"sensorId":7,"unit":"","readings":{}}""", "#/sensorId", "#/unit", "#/readings")]
    [InlineData("""{"sensorId":"a/b","unit":"°C","readings":null}""", "#/sensorId", "#/unit", "#/readings")]
    [InlineData("[]", "#")]
    public void Every_wrong_field_is_named_in_one_answer(string body, params string[] pointers)
    {
        Parse(body, out var problem).ShouldBeNull();

        problem!.Errors!.Select(error => error.Pointer).ShouldBe(pointers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"sensorId":"a","sensorId":"b"}""")]
    [InlineData("""{"sensorId":"a-1","unit":"Cel","readings":[{"time":"2026-01-02T03:00:00Z","value":NaN}]}""")]
    public void What_is_no_JSON_is_refused(string body)
    {
        Parse(body, out var problem).ShouldBeNull();

        problem!.Status.ShouldBe(400);
        problem.Title.ShouldBe("The body is not JSON");
    }

    [Fact]
    public void The_same_reading_twice_counts_once()
    {
        var request = Parse(Body("""{"time":"2026-01-02T03:00:00Z","value":4},{"time":"2026-01-02T04:00:00+01:00","value":4.0}"""), out _);

        request!.Readings.Count.ShouldBe(1);
    }

    [Fact]
    public void Two_values_for_one_time_are_refused()
    {
        Parse(Body("""{"time":"2026-01-02T03:00:00Z","value":4},{"time":"2026-01-02T03:00:00Z","value":5}"""), out var problem);

        problem!.Errors!.Single().Pointer.ShouldBe("#/readings/1/time");
    }

    [Fact]
    public void One_reading_more_than_the_limit_is_too_large()
    {
        Parse(Body(Readings(ReadingsRequest.MaximumReadings)), out var problem);
        problem.ShouldBeNull();

        Parse(Body(Readings(ReadingsRequest.MaximumReadings + 1)), out problem).ShouldBeNull();
        problem!.Status.ShouldBe(413);
    }

    [Fact]
    public void One_byte_more_than_the_limit_is_too_large()
    {
        var body = Body(Readings(1));
        Parse(body + new string(' ', ReadingsRequest.MaximumBodyBytes - body.Length), out var problem);
        problem.ShouldBeNull();

        Parse(body + new string(' ', ReadingsRequest.MaximumBodyBytes - body.Length + 1), out problem).ShouldBeNull();
        problem!.Status.ShouldBe(413);
    }

    [Fact]
    public void A_wholly_wrong_file_gives_a_short_answer_with_the_true_count()
    {
        Parse(Body(string.Join(',', Enumerable.Repeat("{}", 1000))), out var problem);

        problem!.Errors!.Count.ShouldBe(FieldErrors.Maximum);
        problem.Detail.ShouldContain("2000 fields");
    }

    private static string Readings(int count) => string.Join(',', Enumerable.Range(0, count)
        .Select(i => $$"""{"time":"{{Now.AddSeconds(-i):O}}","value":{{i}}}"""));

    private static string Body(string readings) => $$"""{"sensorId":"a-1","unit":"Cel","readings":[{{readings}}]}""";

    private static ReadingsRequest? Parse(string body, out Problem? problem) =>
        ReadingsRequest.Parse(Encoding.UTF8.GetBytes(body), Now, out problem);
}
