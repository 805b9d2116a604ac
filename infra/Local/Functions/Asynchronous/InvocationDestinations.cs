using System.Text.Json;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>
/// Tells queues, topics, functions and event buses how asynchronous invocations ended.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
/// </summary>
public sealed class InvocationDestinations(
    QueueService queues, TopicService topics, EventBusService buses, AsynchronousInvocations asynchronous, Tracer trace, ILogger logger)
{
    /// <summary>Sends an invocation's record to its destination, and a failed event to the function's dead-letter queue.</summary>
    internal void Tell(AsynchronousSettings settings, InvocationRecord record)
    {
        var step = StepId.Invocation(record.Invocation.RequestId);
        trace.Record(new(FactKind.Concluded, step) { Node = settings.Function.Resource.Path, Data = new() { ["condition"] = record.Condition } });
        using var context = new TraceContext(settings.Function.Resource.Path, [step]).Enter();
        var destination = record.Succeeded ? settings.Config?.OnSuccessDestinationArn : settings.Config?.OnFailureDestinationArn;
        if (destination is not null)
        {
            Try(settings.Function, destination, () => Send(settings.Function, destination, record));
        }

        if (!record.Succeeded && settings.Function.DeadLetterArn is { } deadLetterArn)
        {
            var (body, attributes) = record.ToDeadLetter();
            Try(settings.Function, deadLetterArn, () => Send(deadLetterArn, body, attributes));
        }
    }

    private void Send(FunctionResource function, string destination, InvocationRecord record)
    {
        var document = record.ToJson(function.Arn);
        switch (destination.Split(':')[2])
        {
            case "lambda":
                asynchronous.Accept(destination, JsonResponse.Encode(document));
                break;
            case "events":
                using (var detail = JsonDocument.Parse(JsonResponse.Encode(document)))
                {
                    buses.Put(
                    [
                        new()
                        {
                            Source = "lambda",
                            DetailType = $"Lambda Function Invocation Result - {(record.Succeeded ? "Success" : "Failure")}",
                            Detail = detail.RootElement.Clone(),
                            EventBusName = destination,
                            Resources = [$"{function.Arn}:$LATEST", destination],
                        },
                    ]);
                }

                break;
            default:
                Send(destination, System.Text.Encoding.UTF8.GetString(JsonResponse.Encode(document)), OutgoingMessage.NoAttributes);
                break;
        }
    }

    private void Send(string arn, string body, IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        if (arn.Split(':')[2] == "sns")
        {
            topics.Publish(arn, new() { Message = body, Attributes = attributes });
        }
        else
        {
            queues.Send(arn, new() { Body = body, Attributes = attributes });
        }
    }

    /// <summary>What a destination refuses is lost, as on AWS, where a metric counts it.</summary>
    private void Try(FunctionResource function, string destination, Action send)
    {
        try
        {
            send();
        }
        catch (AwsException refused)
        {
            logger.LogError("{Destination} does not take an invocation's record of {Function}: {Reason}", destination, function.Name, refused.Message);
        }
    }
}
