using System.Text.Json;
using SensorWatch.Local.Alarms;
using SensorWatch.Local.Events;
using SensorWatch.Local.Objects;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Sending;

/// <summary>An event that could be on a bus, or a schedule's.</summary>
/// <param name="Name">For people.</param>
/// <param name="Event">The event.</param>
/// <param name="OnlyRule">The rule whose schedule sends it; null for one that all rules of its bus see.</param>
internal sealed record ExampleEvent(string Name, BusEvent Event, RuleResource? OnlyRule = null)
{
    /// <summary>Whether a rule's targets would get it.</summary>
    public bool IsFor(RuleResource rule, ContractCatalogue contracts) =>
        OnlyRule is null ? contracts.RulesFor(Event.Bus, Event.Root).Contains(rule) : OnlyRule == rule;
}

/// <summary>Example events that are made for one question.</summary>
internal sealed record ExampleEventList(IReadOnlyList<ExampleEvent> All) : IDisposable
{
    public void Dispose()
    {
        foreach (var example in All)
        {
            example.Event.Dispose();
        }
    }
}

/// <summary>Events of each kind that the deployment knows: of the contracts, and those that its alarms, buckets and schedules put on the default bus.</summary>
internal sealed class ExampleEvents(ConsoleServices services, ContractCatalogue contracts)
{
    /// <summary>Makes one of each.</summary>
    public ExampleEventList Make() => new([.. OfContracts(), .. OfAlarms(), .. OfBuckets(), .. OfSchedules()]);

    private IEnumerable<ExampleEvent> OfContracts()
    {
        var values = new SampleValues(new Dictionary<string, string>(), _ => services.Real.GetUtcNow()).For(1);
        return
            from contract in contracts.All()
            from example in contract.Examples
            select new ExampleEvent(example == contract.Examples[0] ? contract.DetailType : $"{contract.DetailType}, {example.Name}", Create(new()
            {
                Source = contract.Source,
                DetailType = contract.DetailType,
                Detail = JsonSerializer.SerializeToElement(Placeholders.Fill(example.Detail, values)),
                EventBusName = contract.Bus,
            }));
    }

    private IEnumerable<ExampleEvent> OfAlarms()
    {
        var now = services.Clock.GetUtcNow();
        return services.Deployment.Alarms.Take(1).Select(alarm => new AlarmChange(
                alarm, new(AlarmState.Ok, "The local run starts.", now), new(AlarmState.Alarm, "An example: the threshold was crossed.", now)))
            .Select(change => new ExampleEvent($"{change.Alarm.Name} goes off", Create(change.ToEvent())));
    }

    private IEnumerable<ExampleEvent> OfBuckets() => services.Deployment.Buckets.Where(bucket => bucket.SendsToEventBridge).Select(bucket =>
    {
        var stored = new StoredObject
        {
            Bucket = bucket.Name,
            Key = "example.csv",
            Size = 0,
            ETag = "d41d8cd98f00b204e9800998ecf8427e",
            LastModified = services.Clock.GetUtcNow(),
            Headers = new Dictionary<string, string>(),
            Content = 0,
            Sequencer = 1,
        };
        var request = new ObjectRequest(services.Deployment.Settings.Account, "EXAMPLE", "127.0.0.1");
        return new ExampleEvent("an object is put", Create(ObjectEvents.Created(bucket, stored, request, "PutObject")));
    });

    private IEnumerable<ExampleEvent> OfSchedules() => services.Deployment.Rules.Where(rule => rule.ScheduleExpression is not null).Select(rule =>
        new ExampleEvent("its time has come", Create(new()
        {
            Source = "aws.events",
            DetailType = "Scheduled Event",
            Detail = EventEntry.EmptyDetail,
            Resources = [rule.Arn],
        }), rule));

    private BusEvent Create(EventEntry entry) => BusEvent.Create(entry, services.Buses.Deployment, services.Clock.GetUtcNow());
}
