using CsCheck;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Tests.Queues;

/// <summary>Random interleavings of what consumers do, compared with a model that a reader can check by eye.</summary>
public sealed class QueueModelTests
{
    private const int MaxReceiveCount = 3;

    private static readonly Gen<Action<Run>> Step = Gen.OneOf<Action<Run>>(
        Gen.Int[0, 40].Select<int, Action<Run>>(delay => run => run.Send(delay)),
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 60]).Select<(int, int), Action<Run>>(x => run => run.Receive(x.Item1, x.Item2)),
        Gen.Int[0, 50].Select<int, Action<Run>>(which => run => run.Delete(which)),
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 60]).Select<(int, int), Action<Run>>(x => run => run.ChangeVisibility(x.Item1, x.Item2)),
        Gen.Int[1, 60_000].Select<int, Action<Run>>(milliseconds => run => run.Advance(milliseconds)));

    [Fact]
    public void No_message_is_lost_or_delivered_while_invisible_whatever_the_consumers_do() =>
        Step.Array[1, 60].Sample(
            steps =>
            {
                using var run = new Run();
                foreach (var step in steps)
                {
                    step(run);
                }

                run.CheckThatEveryMessageIsSomewhere();
            },
            iter: 500);

    private sealed class Run : IDisposable
    {
        private readonly QueueFixture _queues = new(QueueFixture.Queue("jobs", "dead", MaxReceiveCount), QueueFixture.Queue("dead"));
        private readonly Dictionary<string, Modelled> _messages = [];
        private readonly List<ReceivedMessage> _receipts = [];

        private DateTimeOffset Now => _queues.Time.GetUtcNow();

        public void Send(int delay)
        {
            var id = _queues.Send("jobs", "x", delay: delay).MessageId;
            _messages.Add(id, new(_messages.Count) { VisibleAt = Now.AddSeconds(delay) });
        }

        public void Receive(int maximum, int visibility)
        {
            Redrive(maximum);
            var expected = Visible().Take(maximum).ToList();

            var received = _queues.Receive("jobs", maximum, visibility);

            received.Select(m => _messages[m.MessageId]).ShouldBe(expected);
            foreach (var message in received)
            {
                var modelled = _messages[message.MessageId];
                modelled.Receives++;
                modelled.VisibleAt = Now.AddSeconds(visibility);
                modelled.ReceiptHandle = message.ReceiptHandle;
                message.ReceiveCount.ShouldBe(modelled.Receives);
            }

            _receipts.AddRange(received);
        }

        public void Delete(int which)
        {
            if (Receipt(which) is { } message)
            {
                _queues.Delete("jobs", message);
                if (IsCurrent(message))
                {
                    _messages[message.MessageId].Gone = true;
                }
            }
        }

        public void ChangeVisibility(int which, int seconds)
        {
            if (Receipt(which) is { } message && IsCurrent(message) && _messages[message.MessageId].VisibleAt > Now)
            {
                _queues.Service.ChangeVisibility(QueueFixture.Arn("jobs"), [message.ReceiptHandle], seconds);
                _messages[message.MessageId].VisibleAt = Now.AddSeconds(seconds);
            }
        }

        public void Advance(int milliseconds) => _queues.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        public void CheckThatEveryMessageIsSomewhere()
        {
            for (var i = 0; i <= MaxReceiveCount; i++)
            {
                Advance(61_000);
                Receive(1_000, 60);
            }

            var dead = _queues.Receive("dead", 1_000).Select(m => m.MessageId);
            dead.ShouldBe(_messages.Where(m => m.Value.Dead).Select(m => m.Key), ignoreOrder: true);
            _messages.Values.ShouldAllBe(m => m.Dead != m.Gone, "all that nobody deleted ends in the dead-letter queue");
        }

        public void Dispose() => _queues.Dispose();

        private IEnumerable<Modelled> Visible() =>
            _messages.Values.Where(m => !m.Gone && !m.Dead && m.VisibleAt <= Now).OrderBy(m => m.VisibleAt).ThenBy(m => m.Order);

        /// <summary>A receive moves the exhausted messages that it meets.</summary>
        private void Redrive(int maximum)
        {
            while (Visible().Take(maximum).Where(m => m.Receives >= MaxReceiveCount).ToList() is { Count: > 0 } exhausted)
            {
                exhausted.ForEach(m => m.Dead = true);
            }
        }

        private ReceivedMessage? Receipt(int which) => _receipts.Count == 0 ? null : _receipts[which % _receipts.Count];

        private bool IsCurrent(ReceivedMessage message) =>
            _messages[message.MessageId] is { Gone: false, Dead: false } modelled && modelled.ReceiptHandle == message.ReceiptHandle;

        private sealed class Modelled(int order)
        {
            public int Order { get; } = order;

            public DateTimeOffset VisibleAt { get; set; }

            public int Receives { get; set; }

            public string? ReceiptHandle { get; set; }

            public bool Gone { get; set; }

            public bool Dead { get; set; }
        }
    }
}
