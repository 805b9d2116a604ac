using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// Prices a month of a workload on a deployment: follows what arrives through the template (<see cref="Traffic"/>) and
/// charges each step as AWS bills it. Nothing is retried, and the free tier is left out.
/// </summary>
public static class CostModel
{
    /// <summary>Prices a month.</summary>
    /// <param name="deployment">What is deployed; may be resolved tolerantly.</param>
    /// <param name="workload">What arrives, and what handlers do.</param>
    /// <param name="prices">The region's prices.</param>
    public static Bill Price(Deployment deployment, Workload workload, PriceList prices)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(prices);
        var ledger = new Ledger();
        var deliveries = new Traffic(deployment, workload, ledger).Follow();
        foreach (var way in deliveries.GroupBy(delivery => (delivery.Function.Arn, delivery.Mapping?.EventSourceArn)))
        {
            AddWay(ledger, deployment, [.. way], workload);
        }

        foreach (var delivery in deliveries)
        {
            AddWork(ledger, deployment, delivery, delivery.FindWork(workload) ?? Work.None);
        }

        AddMetrics(ledger, deliveries, workload);
        AddRequests(ledger, deployment, workload);
        AddStanding(ledger, deployment);
        return ledger.ToBill(prices);
    }

    /// <summary>Prices what stands there for a month and does nothing: alarms, dashboards, and queues that Lambda polls in vain.</summary>
    /// <param name="deployment">What is deployed; may be resolved tolerantly.</param>
    /// <param name="prices">The region's prices.</param>
    public static Bill PriceStanding(Deployment deployment, PriceList prices)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(prices);
        var ledger = new Ledger();
        AddStanding(ledger, deployment);
        return ledger.ToBill(prices);
    }

    private static void AddStanding(Ledger ledger, Deployment deployment)
    {
        QueueCharges.AddPolling(ledger, deployment);
        StandingCharges.Add(ledger, deployment);
    }

    private static void AddWay(Ledger ledger, Deployment deployment, IReadOnlyList<Delivery> deliveries, Workload workload)
    {
        var count = deliveries.Sum(delivery => delivery.Count);
        var bytes = deliveries.Sum(delivery => delivery.Count * delivery.Bytes) / count;
        var batch = deliveries[0].Mapping is { } mapping ? QueueCharges.BatchOf(mapping, count, bytes) : 1;
        FunctionCharges.Add(ledger, deliveries, batch, workload);
        foreach (var delivery in deliveries)
        {
            QueueCharges.Add(ledger, deployment, delivery, batch);
        }
    }

    private static void AddWork(Ledger ledger, Deployment deployment, Delivery delivery, Work work)
    {
        foreach (var read in work.Reads)
        {
            TableCharges.AddRead(ledger, delivery, read, delivery.Count);
        }

        foreach (var write in work.Writes)
        {
            if (Traffic.TableOf(deployment, delivery.Function, write.TableVariable) is { } table)
            {
                TableCharges.AddWrite(ledger, delivery, write, table);
            }
            else
            {
                ledger.Note($"{delivery.Component} has no table in its variable {write.TableVariable}; what it writes there is not priced.");
            }
        }

        foreach (var published in work.Events)
        {
            AddEvents(ledger, deployment, delivery, published);
        }

        foreach (var topic in work.TopicMessages)
        {
            AddTopicMessages(ledger, deployment, delivery, topic);
        }
    }

    private static void AddEvents(Ledger ledger, Deployment deployment, Delivery delivery, PublishedEvent published)
    {
        var count = delivery.Count * published.Count;
        ledger.Add(delivery.Basis, delivery.Component, PriceItem.EventBridgeEvents, count * Sizes.Steps(published.EntryBytes, Sizes.Chunk));
        var bus = Traffic.BusOf(delivery.Function, published);
        var gigabytes = count * Sizes.BytesOf(published.Event) / Sizes.Gigabyte;
        foreach (var _ in deployment.Archives.Where(archive => archive.SourceArn.Split('/')[^1] == bus
            && (archive.EventPattern is null || EventPattern.Parse(archive.EventPattern).Matches(published.Event))))
        {
            ledger.Add(delivery.Basis, delivery.Component, PriceItem.EventBridgeArchived, gigabytes);
            ledger.Add(ChargeBasis.Kept, delivery.Component, PriceItem.EventBridgeArchiveStorage, gigabytes);
        }
    }

    private static void AddTopicMessages(Ledger ledger, Deployment deployment, Delivery delivery, string variable)
    {
        var arn = delivery.Function.Environment.GetValueOrDefault(variable);
        var emails = deployment.Subscriptions.Count(subscription => subscription.TopicArn == arn && subscription.Protocol.StartsWith("email", StringComparison.Ordinal));
        ledger.Add(delivery.Basis, delivery.Component, PriceItem.SnsRequests, delivery.Count);
        ledger.Add(delivery.Basis, delivery.Component, PriceItem.SnsEmails, delivery.Count * emails);
    }

    /// <summary>A metric is paid for each month in which it is written, however often.</summary>
    private static void AddMetrics(Ledger ledger, IReadOnlyList<Delivery> deliveries, Workload workload)
    {
        foreach (var function in deliveries.GroupBy(delivery => delivery.Function.Arn))
        {
            var metrics = function.SelectMany(delivery => delivery.FindWork(workload)?.Metrics ?? []).Distinct().Count();
            ledger.Add(ChargeBasis.Month, function.First().Component, PriceItem.CustomMetrics, metrics);
        }
    }

    private static void AddRequests(Ledger ledger, Deployment deployment, Workload workload)
    {
        foreach (var requests in workload.Requests)
        {
            if (deployment.Routes.FirstOrDefault(route => route.RouteKey == requests.RouteKey) is not { } route)
            {
                continue;
            }

            var component = $"HTTP API, {route.RouteKey}";
            ledger.Add(ChargeBasis.Use, component, PriceItem.HttpApiRequests, requests.Count * Sizes.Steps(requests.Bytes, Sizes.HttpRequest));
            if (deployment.HttpApiStages.FirstOrDefault(stage => stage.ApiId == route.ApiId) is { } stage)
            {
                FunctionCharges.AddLog(ledger, ChargeBasis.Use, component, requests.Count * AccessLog.BytesOf(stage));
            }

            var answer = workload.Handlers.Values.Select(handler => handler.PerThing.GetValueOrDefault(requests.RouteKey)?.ResponseBytes ?? 0).Max();
            ledger.Add(ChargeBasis.Use, component, PriceItem.DataTransferOut, requests.Count * answer / Sizes.Gigabyte);
        }
    }
}
