using SensorWatch.Local.Functions;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Topics;

namespace SensorWatch.Local.Events;

/// <summary>The services that rules and schedules deliver to, besides event buses.</summary>
/// <param name="Queues">SQS.</param>
/// <param name="Functions">Lambda.</param>
/// <param name="Topics">SNS.</param>
/// <param name="Logs">CloudWatch Logs.</param>
public sealed record EventTargets(QueueService Queues, FunctionTargets Functions, TopicService Topics, LogService Logs);
