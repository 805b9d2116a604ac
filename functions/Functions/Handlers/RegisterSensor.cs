using Amazon.Lambda.Core;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// <c>PUT /sensors/{id}</c>: registers a sensor (201) or replaces what is known of it (200). The answer is the sensor as
/// it is stored. The same request again writes nothing, so no event follows from it.
/// </summary>
public sealed class RegisterSensor(SensorStore sensors, TimeProvider time) : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
{
    /// <summary>The route's key, for the stack that defines the API.</summary>
    public const string Route = "PUT /sensors/{id}";

    /// <summary>How often a change is tried that meets another one of the same sensor.</summary>
    public const int MaximumAttempts = 4;

    public static IReadOnlyList<Need> Needs => [SensorStore.ToGet, SensorStore.ToPut];

    public async Task<HttpResponse> HandleAsync(HttpRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var sensorId = input.Path("id");
        var request = SensorRequest.Parse(sensorId, input.BodyBytes(), out var problem);
        if (request is null)
        {
            return HttpResponse.From(problem!);
        }

        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var current = await sensors.GetAsync(sensorId, cancellationToken);
            var wanted = Registration.Apply(current, sensorId, request, Origin.Outside(input.CorrelationId()), time.GetUtcNow());
            if (wanted == current || await sensors.TryPutAsync(wanted, cancellationToken))
            {
                context.Logger.LogInformation("Sensor {sensorId} has version {version} by {correlationId}; it had {before}", sensorId, wanted.Version, input.CorrelationId(), current?.Version ?? 0);
                return HttpResponse.Json(current is null ? 201 : 200, SensorView.Of(wanted), HttpJson.Default.SensorView);
            }
        }

        return HttpResponse.From(new Problem(503, "The sensor is being changed by others", "Nothing was changed. Send the same request again.")
        {
            RetryAfterSeconds = 1,
        });
    }
}
