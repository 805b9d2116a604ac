using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using NSubstitute;

namespace SensorWatch.Functions.Tests.Publishing;

/// <summary>An EventBridge that keeps what it is given, and refuses the entries that a test chooses.</summary>
internal sealed class FakeEventBridge
{
    public FakeEventBridge()
    {
        Client = Substitute.For<IAmazonEventBridge>();
        Client.PutEventsAsync(Arg.Any<PutEventsRequest>(), Arg.Any<CancellationToken>())
            .Returns(call => Put(call.Arg<PutEventsRequest>()));
    }

    public IAmazonEventBridge Client { get; }

    /// <summary>Given the number of the call, from 1, and an entry: the error code, or null to take it.</summary>
    public Func<int, PutEventsRequestEntry, string?> Refuse { get; set; } = (_, _) => null;

    public List<List<PutEventsRequestEntry>> Calls { get; } = [];

    public List<PutEventsRequestEntry> Taken { get; } = [];

    private PutEventsResponse Put(PutEventsRequest request)
    {
        Calls.Add([.. request.Entries]);
        var results = request.Entries.ConvertAll(entry => (entry, code: Refuse(Calls.Count, entry)));
        Taken.AddRange(results.Where(r => r.code is null).Select(r => r.entry));
        return new()
        {
            FailedEntryCount = results.Count(r => r.code is not null),
            Entries = results.ConvertAll(r => new PutEventsResultEntry
            {
                EventId = r.code is null ? Guid.NewGuid().ToString() : null,
                ErrorCode = r.code,
                ErrorMessage = r.code is null ? null : "refused by the test",
            }),
        };
    }
}
