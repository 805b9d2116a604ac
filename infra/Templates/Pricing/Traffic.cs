using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// Follows what arrives through the template: routes to functions, published events through the rules that match them to
/// queues and functions, written items through the streams and filters of their tables.
/// </summary>
internal sealed class Traffic(Deployment deployment, Workload workload, Ledger ledger)
{
    /// <summary>Bytes of a schedule's event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html</summary>
    private const double ScheduledEventBytes = 330;

    /// <summary>A chain of events that is longer goes in a circle, and its price has no end.</summary>
    private const int MaximumSteps = 32;

    private readonly List<Delivery> _deliveries = [];

    /// <summary>All deliveries, those that others lead to included.</summary>
    public IReadOnlyList<Delivery> Follow()
    {
        foreach (var requests in workload.Requests)
        {
            FollowRequests(requests);
        }

        foreach (var rule in deployment.Rules.Where(rule => rule is { Enabled: true, ScheduleExpression: not null }))
        {
            if (Month.TimesOf(rule.ScheduleExpression!) is { } times)
            {
                Deliver(rule, HandlerProfile.ScheduledEvent, times, ScheduledEventBytes, ChargeBasis.Month, 0);
            }
            else
            {
                ledger.Note($"{rule.Resource.Path}: the schedule {rule.ScheduleExpression} is not priced; rate(…) is.");
            }
        }

        return _deliveries;
    }

    /// <summary>The bus that a function's variable names, by name or ARN.</summary>
    public static string? BusOf(FunctionResource function, PublishedEvent published) =>
        function.Environment.GetValueOrDefault(published.BusVariable)?.Split('/')[^1];

    /// <summary>The table that a function's variable names.</summary>
    public static TableResource? TableOf(Deployment deployment, FunctionResource function, string variable) =>
        function.Environment.GetValueOrDefault(variable) is { } name ? deployment.Tables.FirstOrDefault(table => table.Name == name) : null;

    private void FollowRequests(Requests requests)
    {
        var route = deployment.Routes.FirstOrDefault(route => route.RouteKey == requests.RouteKey);
        if (route is null || deployment.Integrations.FirstOrDefault(i => i.Resource.PhysicalId == route.IntegrationId) is not { } integration)
        {
            ledger.Note($"The template has no route '{requests.RouteKey}' with a function, so nothing arrives there.");
            return;
        }

        if (deployment.Authorizers.FirstOrDefault(a => a.Resource.PhysicalId == route.AuthorizerId) is { FunctionArn: { } arn } authorizer)
        {
            // The first request asks; those that follow before the time to live has passed are answered from the cache.
            var answered = requests.EverySeconds <= 0 ? 1 : Math.Max(1, Math.Ceiling(authorizer.ResultTtlSeconds / requests.EverySeconds));
            Call(arn, HandlerProfile.Authorization, requests.Count / answered, requests.Bytes, ChargeBasis.Use, 0);
        }

        Call(integration.FunctionArn, requests.RouteKey, requests.Count, requests.Bytes, ChargeBasis.Use, 0);
    }

    private void Call(string functionArn, string kind, double count, double bytes, ChargeBasis basis, int step)
    {
        if (deployment.FindFunction(functionArn) is { } function)
        {
            Add(new(function, null, kind, count, bytes, basis), step);
        }
    }

    private void Deliver(RuleResource rule, string kind, double count, double bytes, ChargeBasis basis, int step)
    {
        foreach (var target in rule.Targets)
        {
            if (deployment.FindFunction(target.Arn) is { } function)
            {
                Add(new(function, null, kind, count, bytes, basis), step);
            }
            else if (deployment.Queues.Any(queue => queue.Arn == target.Arn))
            {
                var mappings = deployment.EventSourceMappings.Where(mapping => mapping.Enabled && mapping.EventSourceArn == target.Arn).ToList();
                if (mappings.Count == 0)
                {
                    ledger.Note($"{rule.Resource.Path}: no function takes messages from the target {target.Arn}; sending them there is not priced.");
                }

                foreach (var mapping in mappings)
                {
                    Add(new(deployment.FunctionOf(mapping), mapping, kind, count, bytes, basis), step);
                }
            }
            else
            {
                ledger.Note($"{rule.Resource.Path}: the target {target.Arn} is not priced; queues and functions are.");
            }
        }
    }

    private void Add(Delivery delivery, int step)
    {
        if (delivery.Count <= 0)
        {
            return;
        }

        if (step > MaximumSteps)
        {
            ledger.Note($"{delivery.Component} is reached in a circle of events: what that costs has no end.");
            return;
        }

        _deliveries.Add(delivery);
        if (delivery.FindWork(workload) is not { } work)
        {
            ledger.Note($"What {delivery.Component} does with '{delivery.Kind}' is not known; only calling it is priced.");
            return;
        }

        foreach (var published in work.Events)
        {
            Publish(delivery, published, step + 1);
        }

        foreach (var write in work.Writes)
        {
            Stream(delivery, write, step + 1);
        }
    }

    private void Publish(Delivery cause, PublishedEvent published, int step)
    {
        var bytes = Sizes.BytesOf(published.Event);
        var matching = deployment.Rules.Where(rule => rule is { Enabled: true, EventPattern: not null }
            && rule.EventBusName == BusOf(cause.Function, published)
            && EventPattern.Parse(rule.EventPattern).Matches(published.Event));
        foreach (var rule in matching)
        {
            Deliver(rule, published.Kind, cause.Count * published.Count, bytes, cause.Basis, step);
        }
    }

    private void Stream(Delivery cause, ItemWrite write, int step)
    {
        if (TableOf(deployment, cause.Function, write.TableVariable) is not { StreamViewType: not null, StreamArn: { } arn })
        {
            return;
        }

        var record = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["eventName"] = write.Changed is null ? "INSERT" : "MODIFY",
            ["eventSource"] = "aws:dynamodb",
            ["dynamodb"] = new JsonObject { ["Keys"] = write.Key.DeepClone() },
        });

        // Lambda's reads of a stream are free, and so are the records that the filter leaves out:
        // https://aws.amazon.com/dynamodb/pricing/on-demand/
        foreach (var mapping in deployment.EventSourceMappings.Where(mapping => mapping.Enabled && mapping.EventSourceArn == arn && Takes(mapping, record)))
        {
            Add(new(deployment.FunctionOf(mapping), mapping, write.Kind, cause.Count * write.Count, 2 * write.Bytes, cause.Basis), step);
        }
    }

    private static bool Takes(EventSourceMappingResource mapping, JsonElement record) =>
        mapping.Filters.Count == 0 || mapping.Filters.Any(filter => EventPattern.Parse(filter).Matches(record));
}
