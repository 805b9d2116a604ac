using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// The one HTTP server, on the loopback interface. It is bound before there is anything to serve, because queue URLs and
/// functions' variables carry its address; requests that come earlier wait.
/// </summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly TaskCompletionSource<RequestDelegate> _handler;
    private readonly WebApplication _application;

    private HttpServer(WebApplication application, TaskCompletionSource<RequestDelegate> handler, Uri address)
    {
        _application = application;
        _handler = handler;
        Address = address;
    }

    /// <summary><c>http://127.0.0.1:4566/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Listens.</summary>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="logger">Takes exceptions that a handler didn't expect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LocalException">The port is in use.</exception>
    public static async Task<HttpServer> StartAsync(int port, ILogger logger, CancellationToken cancellationToken)
    {
        var handler = new TaskCompletionSource<RequestDelegate>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            // Each service has its own limit, and its own words for what exceeds it.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var application = builder.Build();
        application.Run(async context => await HandleAsync(context, await handler.Task.WaitAsync(context.RequestAborted), logger));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new LocalException(
                $"Port {port} is in use by another program. End that program, or choose another port: --port {port + 1}", ExitCodes.PortInUse);
        }

        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new(application, handler, new Uri(addresses.Addresses.First()));
    }

    /// <summary>Begins to answer.</summary>
    public void Serve(RequestDelegate handler) => _handler.SetResult(handler);

    /// <summary>Stops listening, and waits shortly for what is being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _handler.TrySetCanceled();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task HandleAsync(HttpContext context, RequestDelegate handler, ILogger logger)
    {
        try
        {
            await handler(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, and with it the need for an answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.LogError(exception, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
            await JsonResponse.WriteAsync(context, 500, new() { ["message"] = "Internal Server Error" });
        }
    }
}
