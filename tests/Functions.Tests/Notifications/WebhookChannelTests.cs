using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Notifications;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Tests.Aws;

namespace SensorWatch.Functions.Tests.Notifications;

public sealed class WebhookChannelTests : IAsyncLifetime, IDisposable
{
    private static readonly Notification Notification = new()
    {
        EventId = "e-1",
        CorrelationId = "c-1",
        DetailType = "AlertOpened",
        Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Subject = "Critical: roof",
        Text = "36 °C",
    };

    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private readonly FakeTimeProvider _time = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackServer _server = null!;
    private RequestDelegate _answer = _ => Task.CompletedTask;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(async context =>
    {
        _requests.Enqueue(await RecordedRequest.ReadAsync(context.Request));
        _arrived.TrySetResult();
        await _answer(context);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_notification_is_posted_as_JSON_with_an_idempotency_key()
    {
        await Channel().SendAsync(Notification, CancellationToken.None);

        var request = _requests.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("POST", "/hook"));
        request.Headers["Idempotency-Key"].ShouldBe("e-1");
        request.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        request.Json["eventId"]!.GetValue<string>().ShouldBe("e-1");
        request.Json["detailType"]!.GetValue<string>().ShouldBe("AlertOpened");
        request.Json["time"]!.GetValue<string>().ShouldBe("2026-01-02T03:04:05Z");
        request.Json["subject"]!.GetValue<string>().ShouldBe("Critical: roof");
        request.Json["text"]!.GetValue<string>().ShouldBe("36 °C");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Any_other_answer_than_2xx_is_a_failure(int status)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        var exception = await Should.ThrowAsync<HttpRequestException>(Channel().SendAsync(Notification, CancellationToken.None));

        exception.Message.ShouldContain($"{status}");
        _requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_failure()
    {
        _answer = context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        var sending = Channel().SendAsync(Notification, CancellationToken.None);
        await _arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));

        _time.Advance(WebhookChannel.Timeout);

        (await Should.ThrowAsync<HttpRequestException>(sending)).Message.ShouldContain("within 10 seconds");
    }

    [Theory]
    [InlineData("https://hooks.example.com/x?key=1")]
    [InlineData("http://127.0.0.1:8080/x")]
    [InlineData("http://localhost/x")]
    public void An_https_address_or_this_host_is_taken(string address) =>
        WebhookChannel.ParseAddress("URL", address).ToString().ShouldBe(address);

    [Theory]
    [InlineData("http://hooks.example.com/secret")]
    [InlineData("ftp://hooks.example.com/secret")]
    [InlineData("hooks.example.com/secret")]
    [InlineData("file:///secret")]
    public void Any_other_address_is_an_init_error_that_does_not_show_it(string address)
    {
        var exception = Should.Throw<RuntimeInitException>(() => WebhookChannel.ParseAddress("NOTIFICATIONS_WEBHOOK_URL", address));

        exception.ErrorType.ShouldBe("Runtime.ConfigInvalid");
        exception.Message.ShouldContain("NOTIFICATIONS_WEBHOOK_URL");
        exception.Message.ShouldNotContain("secret");
    }

    private WebhookChannel Channel() => new(_http, new Uri(_server.Address, "/hook"), _time);
}
