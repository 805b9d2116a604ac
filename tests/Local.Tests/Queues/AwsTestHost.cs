using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Queues;

/// <summary>One AWS service on a free port, so that real SDK clients can speak to it.</summary>
internal sealed class AwsTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AwsTestHost(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<AwsTestHost> StartAsync(IAwsService service)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("{**path}", context => AnswerAsync(service, context));
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(IAwsService service, HttpContext http)
    {
        var operation = http.Request.Headers["X-Amz-Target"].ToString()[(service.TargetPrefix.Length + 1)..];
        http.Response.ContentType = "application/x-amz-json-1.0";
        try
        {
            var request = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
            var response = await service.HandleAsync(operation, request, http.RequestAborted);
            http.Response.StatusCode = response is null ? 501 : 200;
            await http.Response.WriteAsync(response?.ToJsonString() ?? "");
        }
        catch (AwsException error)
        {
            http.Response.StatusCode = error.StatusCode;
            http.Response.Headers["x-amzn-query-error"] = error.QueryErrorCode;
            await http.Response.WriteAsync(new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }.ToJsonString());
        }
    }
}
