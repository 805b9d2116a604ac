using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Console;

/// <summary>
/// What the console's page asks, below <c>/_console/api/</c>. Errors are <c>{"error":"what was expected, what came, what to
/// do"}</c>. What changes something needs the page's token besides what <see cref="LoopbackGuard"/> asks of all.
/// </summary>
internal sealed class ConsoleApi(ConsoleToken token, IReadOnlyList<ConsoleRoute> routes, ILogger logger)
{
    /// <summary>Stands before a route's path.</summary>
    public const string PathPrefix = "/_console/api";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var call = new ConsoleCall(context, new Dictionary<string, string>());
        try
        {
            await DispatchAsync(context);
        }
        catch (AwsException refused)
        {
            await call.AnswerAsync(new ErrorAnswer(refused.Message), refused.StatusCode);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
            await call.AnswerAsync(new ErrorAnswer($"The local run failed: {exception.Message}"), StatusCodes.Status500InternalServerError);
        }
    }

    private async Task DispatchAsync(HttpContext context)
    {
        var path = Path(context);
        var allowed = new List<string>();
        foreach (var route in routes)
        {
            if (!route.Matches(path, out var parameters))
            {
                continue;
            }

            if (route.Method != context.Request.Method)
            {
                allowed.Add(route.Method);
                continue;
            }

            if (route.Method != HttpMethods.Get && !token.Matches(context.Request.Headers[ConsoleToken.Header]))
            {
                throw ConsoleErrors.WrongToken();
            }

            await route.Handle(new(context, parameters));
            return;
        }

        throw allowed.Count > 0
            ? LocalControl.MethodNotAllowed(context.Request, string.Join(" or ", allowed))
            : ConsoleErrors.NotFound("resource of the console's API", string.Join('/', path), routes.Select(route => route.Pattern).Distinct());
    }

    /// <summary>Segments as they were sent, then decoded: a name may have a slash in it.</summary>
    private static List<string> Path(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        return [.. target[PathPrefix.Length..].TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
    }

    private sealed record ErrorAnswer(string Error);
}
