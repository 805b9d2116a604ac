using Amazon.Lambda.Core;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// <c>POST /alerts/{id}/acknowledge</c>: an operator has seen an alert and takes care of it. The answer is the alert. Once
/// it is acknowledged, asking again changes nothing; a resolved one can't be acknowledged any more (409).
/// </summary>
public sealed class AcknowledgeAlert(AlertStore alerts, TimeProvider time) : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
{
    /// <summary>The route's key, for the stack that defines the API.</summary>
    public const string Route = "POST /alerts/{id}/acknowledge";

    /// <summary>Who the caller is, in the authorizer's context.</summary>
    public const string OperatorName = "name";

    /// <summary>How often it is tried when the alert changes at the same time; it can change twice in its life.</summary>
    private const int MaximumAttempts = 3;

    public static IReadOnlyList<Need> Needs => [AlertStore.ToGet, AlertStore.ToPut];

    public async Task<HttpResponse> HandleAsync(HttpRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var alertId = input.Path("id");
        var @operator = ReadOperator(input);
        var request = AcknowledgeRequest.Parse(input.BodyBytes(), out var problem);
        if (request is null)
        {
            return HttpResponse.From(problem!);
        }

        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            switch (await alerts.GetAsync(alertId, cancellationToken))
            {
                case null:
                    return HttpResponse.From(AlertProblems.NotFound(alertId));

                case { Status: AlertStatus.Resolved } alert:
                    return HttpResponse.From(new Problem(
                        409,
                        "The alert is resolved",
                        $"It needs no acknowledgement any more. {alert.Resolution?.Reason}"));

                case { Status: AlertStatus.Acknowledged } alert:
                    return Answer(alert);

                case { } open:
                    var alertNow = Acknowledge(open, @operator, request.Note, input);
                    if (await alerts.TryPutAsync(alertNow, cancellationToken))
                    {
                        context.Logger.LogInformation("Alert {alertId} was acknowledged by {operator} in {correlationId}", alertId, @operator, input.CorrelationId());
                        return Answer(alertNow);
                    }

                    break;
            }
        }

        return HttpResponse.From(new Problem(503, "The alert is being changed by others", "Nothing was changed. Send the same request again.")
        {
            RetryAfterSeconds = 1,
        });
    }

    private static string ReadOperator(HttpRequest input) => input.RequestContext.Authorizer?.Lambda?.GetValueOrDefault(OperatorName)
        ?? throw new InvalidOperationException(
            $"The route {input.RequestContext.RouteKey} needs an authorizer whose context has '{OperatorName}': set one, in the stack that defines the route.");

    private static HttpResponse Answer(StoredAlert alert) => HttpResponse.Json(200, AlertView.Of(alert), HttpJson.Default.AlertView);

    private StoredAlert Acknowledge(StoredAlert alert, string @operator, string? note, HttpRequest input)
    {
        var now = time.GetUtcNow();
        return alert with
        {
            Status = AlertStatus.Acknowledged,
            Acknowledgement = new(now, @operator, note),
            ChangedAt = now,

            // Unless the caller names it otherwise, an acknowledgement belongs to the story that the alert began with.
            Origin = Origin.Outside(input.GivenCorrelationId() ?? alert.Origin.CorrelationId),
            Version = alert.Version + 1,
        };
    }
}
