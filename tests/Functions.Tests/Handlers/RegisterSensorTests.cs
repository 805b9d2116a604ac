using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Tests.Storage;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class RegisterSensorTests
{
    private const string Body = """{"name":"Roof","unit":"Cel","limits":{"highWarning":30},"timeZone":"-08:00","expectedEverySeconds":60}""";

    private readonly AlertScene _scene = new();

    [Fact]
    public async Task A_new_sensor_is_registered()
    {
        var response = await PutAsync(Body);

        response.StatusCode.ShouldBe(201);
        var view = JsonSerializer.Deserialize(response.Body, HttpJson.Default.SensorView)!;
        view.ShouldBe(new SensorView(
            "s-1", "Roof", "Cel", new Limits { HighWarning = 30 }, "-08:00", 60, 1, AlertScene.Start, AlertScene.Start));
        SensorView.Of((await _scene.Sensors.GetAsync("s-1", CancellationToken.None))!).ShouldBe(view);
    }

    [Fact]
    public async Task A_known_sensor_is_changed()
    {
        await PutAsync(Body);
        _scene.Time.Advance(TimeSpan.FromHours(1));

        var response = await PutAsync("""{"name":"Cellar","unit":"Cel"}""");

        response.StatusCode.ShouldBe(200);
        JsonSerializer.Deserialize(response.Body, HttpJson.Default.SensorView).ShouldBe(new SensorView(
            "s-1", "Cellar", "Cel", Limits.None, null, null, 2, AlertScene.Start, AlertScene.Start.AddHours(1)));
    }

    [Fact]
    public async Task The_same_request_again_writes_nothing()
    {
        await PutAsync(Body);

        var response = await PutAsync(Body);

        response.StatusCode.ShouldBe(200);
        _scene.Db.Writes.ShouldBe(1);
        _scene.Db.Stream.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_changes_at_the_same_instant_have_different_times()
    {
        await PutAsync(Body);
        await PutAsync("""{"name":"A","unit":"Cel"}""");
        await PutAsync("""{"name":"B","unit":"Cel"}""");

        (await _scene.Sensors.GetAsync("s-1", CancellationToken.None))!.ChangedAt.ShouldBe(AlertScene.Start.AddTicks(2));
    }

    [Fact]
    public async Task A_change_that_meets_another_is_made_on_top_of_it()
    {
        await PutAsync(Body);
        _scene.Db.BeforeWrite = write =>
        {
            if (write == 2)
            {
                _scene.RegisterAsync(unit: "K").IsCompletedSuccessfully.ShouldBeTrue();
            }
        };

        (await PutAsync("""{"name":"Mine","unit":"Cel"}""")).StatusCode.ShouldBe(200);

        var sensor = (await _scene.Sensors.GetAsync("s-1", CancellationToken.None))!;
        (sensor.Name, sensor.Unit, sensor.Version).ShouldBe(("Mine", "Cel", 3));
        _scene.Db.Writes.ShouldBe(4);
    }

    [Fact]
    public async Task A_change_that_always_meets_another_is_given_up()
    {
        await PutAsync(Body);
        var rename = 0;
        _scene.Db.BeforeWrite = write =>
        {
            if (write % 2 == 0)
            {
                _scene.RegisterAsync(unit: $"u{rename++}").IsCompletedSuccessfully.ShouldBeTrue();
            }
        };

        var response = await PutAsync("""{"name":"Mine","unit":"Cel"}""");

        response.StatusCode.ShouldBe(503);
        response.Headers["retry-after"].ShouldBe("1");
        rename.ShouldBe(RegisterSensor.MaximumAttempts);
    }

    [Fact]
    public async Task A_wrong_request_stores_nothing()
    {
        var response = await PutAsync("""{"name":"Roof","unit":"Cel","limits":{"highWarning":30,"highCritical":20}}""");

        response.StatusCode.ShouldBe(400);
        response.Body.ShouldContain("#/limits/highCritical");
        _scene.Db.Table(FakeDynamoDb.Sensors).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("story-7", "story-7")]
    [InlineData(null, "http-1")]
    [InlineData("two words", "http-1")]
    [InlineData("", "http-1")]
    public async Task A_caller_may_name_what_follows(string? header, string correlationId)
    {
        await PutAsync(Body, header);

        (await _scene.Sensors.GetAsync("s-1", CancellationToken.None))!.Origin.CorrelationId.ShouldBe(correlationId);
    }

    private Task<HttpResponse> PutAsync(string body, string? correlationId = null) => new RegisterSensor(_scene.Sensors, _scene.Time).HandleAsync(
        AlertScene.Request(RegisterSensor.Route, "s-1", body, correlationId: correlationId), _scene.Context, CancellationToken.None);
}
