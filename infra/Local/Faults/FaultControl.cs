using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Faults;

/// <summary>
/// <c>GET /_local/faults</c> lists the faults that are on and how often each struck, <c>POST</c> with
/// <c>{"fault": "StoreReadings:error:0.01:seed=7"}</c> switches one on, <c>DELETE</c> switches all off.
/// </summary>
public sealed class FaultControl(FaultService faults)
{
    public const string PathPrefix = "/_local/faults";

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return LocalControl.AnswerAsync(context, async () =>
        {
            switch (context.Request.Method)
            {
                case "GET":
                    break;
                case "POST":
                    Add(await LocalControl.ReadAsync(context));
                    break;
                case "DELETE":
                    faults.Clear();
                    break;
                default:
                    throw LocalControl.MethodNotAllowed(context.Request, "GET, POST and DELETE");
            }

            return new() { ["faults"] = new JsonArray([.. faults.Active.Select(Describe)]) };
        });
    }

    private static JsonObject Describe(ActiveFault active)
    {
        var (cases, struck) = active.Count;
        return new() { ["fault"] = active.Fault.ToString(), ["cases"] = cases, ["struck"] = struck };
    }

    private void Add(JsonObject request)
    {
        try
        {
            faults.Add(Fault.Parse(request.Text("fault") ?? throw new FormatException("{\"fault\": \"TARGET:KIND:RATE\"} is expected.")));
        }
        catch (FormatException wrong)
        {
            throw new AwsException("InvalidRequest", wrong.Message);
        }
    }
}
