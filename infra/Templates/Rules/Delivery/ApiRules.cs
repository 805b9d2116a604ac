using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>Whether APIs may invoke their functions, and wait for them.</summary>
internal static class ApiRules
{
    private const string ApiGateway = "apigateway.amazonaws.com";

    private static readonly DesignRule Permission = new()
    {
        Id = "delivery/route-permission",
        Sentence = "A function that an API invokes has a permission that covers the route.",
        Mend = $"Give the function an AWS::Lambda::Permission for {ApiGateway} whose SourceArn is the API's, with stage, method and path of the route (a part may be *).",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
        Check = context => from call in ApiCall.Of(context.Deployment)
                           where !call.HasRole
                           let refused = call.SourceArns.FirstOrDefault(forms => forms.All(arn => Admissions.Of(context, call.Function, ApiGateway, arn) == Admission.Refused))
                           where refused is not null
                           select new Finding(
                               call.Sender,
                               $"{call.What} may not invoke {call.Function.Path}: no permission lets {ApiGateway} in{(refused[0].IsUnresolved() ? "" : $" for {refused[0]}")}."),
    };

    private static readonly DesignRule Timeout = new()
    {
        Id = "delivery/integration-timeout",
        Sentence = "A function that an API waits for doesn't run longer than the API waits.",
        Mend = "Lower the function's Timeout, or let a queue take the work and answer at once.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        Check = context => from call in ApiCall.Of(context.Deployment)
                           let waits = call.WaitsMilliseconds
                           let runs = 1000 * DeliveryLookup.TimeoutOf(call.Function)
                           where waits < runs
                           select new Finding(call.Sender, $"{call.What} waits {waits} ms for {call.Function.Path}, which may run {runs} ms: whoever calls gets an error while it goes on."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Permission, Timeout];
}
