using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// One page on how an environment does: alarms first, then what it does for its users, then the way of an event from the API
/// through queues and functions to the streams. Like the alarms it finds what there is by type.
/// </summary>
public sealed class ServiceDashboard : Construct
{
    private const double FullWidth = 24;

    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="context">The environment.</param>
    /// <param name="services">What is shown; complete by now.</param>
    /// <param name="alarms">The alarms.</param>
    public ServiceDashboard(Construct scope, string id, StageContext context, IConstruct services, ServiceAlarms alarms)
        : base(scope, id)
    {
        var all = services.Node.FindAll();
        var functions = all.OfType<HandlerFunction>().ToList();
        var queues = all.OfType<ConsumerQueue>().ToList();
        _ = new Dashboard(this, "Resource", new DashboardProps
        {
            DashboardName = $"sensorwatch-{context.Settings.Name}",
            Widgets =
            [
                [new AlarmStatusWidget(new AlarmStatusWidgetProps { Title = "Alarms", Width = FullWidth, Height = 6, Alarms = [.. alarms.All] })],
                [.. BusinessGraphs(functions)],
                [.. all.OfType<HttpRoutes>().SelectMany(api => ApiGraphs(api))],
                [
                    Graph("Events given up", all.OfType<EventRule>().Select(rule => Named(ServiceMetrics.FailedInvocations(rule), rule.Consumer))),
                    Graph("Messages waiting", queues.Select(queue => Named(ServiceMetrics.Waiting(queue), queue.Consumer))),
                    Graph("Oldest message, seconds", queues.Select(queue => Named(ServiceMetrics.OldestAge(queue), queue.Consumer))),
                ],
                [
                    Graph("Messages in dead-letter queues", all.OfType<DeadLetterQueue>().Select(queue => Named(ServiceMetrics.Waiting(queue), NameOf(services, queue)))),
                    Graph("Age of table changes, milliseconds", all.OfType<IStreamConsumer>().Select(c => Named(ServiceMetrics.IteratorAge(c), c.Function.Handler.Name))),
                ],
                [
                    Graph("Invocations", functions.Select(function => Named(ServiceMetrics.Invocations(function), function.Handler.Name))),
                    Graph("Errors", functions.Select(function => Named(ServiceMetrics.Errors(function), function.Handler.Name))),
                    Graph("Longest duration, milliseconds", functions.Select(function => Named(ServiceMetrics.Duration(function), function.Handler.Name))),
                ],
            ],
        });
    }

    private static IEnumerable<GraphWidget> BusinessGraphs(IReadOnlyList<HandlerFunction> functions)
    {
        return
        [
            Graph("Readings", Of(BusinessMetric.ReadingsAccepted, BusinessMetric.ReadingsImported, BusinessMetric.ReadingsStored, BusinessMetric.RowsRejected)),
            Graph("Alerts", Of(BusinessMetric.AlertsOpened, BusinessMetric.AlertsResolved)),
            Graph("Notifications", Of(BusinessMetric.NotificationsSent)),
        ];

        IEnumerable<Metric> Of(params BusinessMetric[] metrics) =>
            from metric in metrics
            from function in functions
            where function.Handler.WrittenMetrics.Contains(metric)
            select Named(ServiceMetrics.Of(function, metric), $"{metric}, {function.Handler.Name}");
    }

    private static IEnumerable<GraphWidget> ApiGraphs(HttpRoutes api) =>
    [
        Graph("Requests", [Named(ServiceMetrics.OfApi(api, "Count", Stats.SUM), "requests")]),
        Graph("Refused and failed", [
            Named(ServiceMetrics.OfApi(api, "4xx", Stats.SUM), "4xx"), Named(ServiceMetrics.OfApi(api, "5xx", Stats.SUM), "5xx"),
        ]),
        Graph("Latency, milliseconds", [
            Named(ServiceMetrics.OfApi(api, "Latency", "p50"), "p50"), Named(ServiceMetrics.OfApi(api, "Latency", "p99"), "p99"),
        ]),
    ];

    private static GraphWidget Graph(string title, IEnumerable<IMetric> metrics) =>
        new(new GraphWidgetProps { Title = title, Left = [.. metrics], Width = FullWidth / 3, Height = 6 });

    private static Metric Named(Metric metric, string label) => metric.With(new MetricOptions { Label = label });

    private static string NameOf(IConstruct services, DeadLetterQueue queue) =>
        queue.Node.Path[(services.Node.Path.Length + 1)..].Replace("/", " ", StringComparison.Ordinal);
}
