using System.Text;
using Amazon.EventBridge.Model;
using Amazon.S3.Model;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Contracts;
using SensorWatch.Functions.Imports;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Imports;

public sealed class ImportReadingsTests
{
    private const string Key = "station/2010.csv";

    private static readonly (string, string)[] Mapping =
    [
        ("columns", "pressure=seattle-pressure:hPa, temperature=seattle-temperature:Cel"), ("timezone", "-08:00"),
    ];

    private readonly FakeUploads _uploads = new();

    [Fact]
    public async Task Columns_become_sensors_readings_by_the_object_s_metadata()
    {
        _uploads.Store(Key, "date,pressure,temperature,wind\n2010-01-01T01:00:00,1016.6,4.0,3.8\n2010-01-01T02:00:00,1016.5,3.9,x\n", Mapping);

        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        var events = _uploads.Readings;
        events.Select(e => (e.Data.SensorId, e.Data.Unit)).ShouldBe([("seattle-pressure", "hPa"), ("seattle-temperature", "Cel")]);
        events[1].Data.Readings.ShouldBe(
            [new(new(2010, 1, 1, 9, 0, 0, TimeSpan.Zero), 4.0), new(new(2010, 1, 1, 10, 0, 0, TimeSpan.Zero), 3.9)]);
        _uploads.Metrics.Counted.ShouldBe([(BusinessMetric.ReadingsImported, 4)]);
        var imported = _uploads.Imported;
        imported.Data.ShouldBe(new UploadImported
        {
            Bucket = FakeUploads.Bucket,
            Key = Key,
            ETag = FakeUploads.ETag,
            Rows = 2,
            Readings = 4,
            RejectedRows = 0,
        });
        events.Select(e => e.Metadata).Append(imported.Metadata).ShouldAllBe(
            m => m.CorrelationId == imported.Metadata.CorrelationId && m.Hops == 0 && m.Time == new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _uploads.PutKeys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_metadata_columns_are_registered_sensors_with_their_own_units_and_zones()
    {
        _uploads.Register("roof", "Cel", "America/Los_Angeles");
        _uploads.Register("cellar", "Cel", "Europe/Berlin");
        _uploads.Store(Key, "Timestamp,roof,cellar\n2010-07-01 09:00,1,2\n2010-07-01T09:00:00Z,3,4\n");

        await _uploads.ImportAsync(Key);

        Times("roof").ShouldBe([At(2010, 7, 1, 16), At(2010, 7, 1, 9)]);
        Times("cellar").ShouldBe([At(2010, 7, 1, 7), At(2010, 7, 1, 9)]);
    }

    [Fact]
    public async Task A_byte_order_mark_quotes_and_any_line_ends_are_read()
    {
        var content = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(
            "\"date\",\"remark, long\",pressure,temperature\r\n2010-01-01T01:00:00,\"say \"\"hello\"\"\nworld\",\"1016.6\",4.0\r2010-01-01T02:00:00,,1016.5,\"3.9\"\n\n\n"));
        _uploads.Store(Key, [.. content], Mapping);

        await _uploads.ImportAsync(Key);

        _uploads.Imported.Data.ShouldSatisfyAllConditions(d => d.Rows.ShouldBe(2), d => d.Readings.ShouldBe(4), d => d.RejectedRows.ShouldBe(0));
    }

    [Fact]
    public async Task Each_wrong_row_is_listed_with_its_line_column_and_reason_and_the_others_are_imported()
    {
        _uploads.Store(Key, string.Join('\n',
        [
            "date,pressure,temperature",
            "2010-01-01T01:00:00,1016.6,4.0",
            "2010-01-01T02:00:00,1016.6",
            "2010-01-01T03:00:00,1016.6,4.0,7",
            "01/01/2010 04:00,1016.6,4.0",
            "2010-01-01T05:00:00,high,4.0",
            "2010-01-01T06:00:00,1016.6,",
            "2010-01-01T07:00:00,1e99,4.0",
            "2126-01-01T08:00:00,1016.6,4.0",
            "\"2010-01-01T09:00:00,1016.6,4.0",
            "",
            "2010-01-01T10:00:00,NaN,4.0",
            $"2010-01-01T11:00:00,{new string('1', 70_000)},4.0",
            "2010-01-01T12:00:00,1016.6,4.0",
        ]), Mapping);

        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        _uploads.Rejects(Key).Select(row => (row["line"]!.GetValue<int>(), row["column"]?.GetValue<string>())).ShouldBe(
        [
            (3, null), (4, null), (5, "date"), (6, "pressure"), (7, "temperature"), (8, "pressure"), (9, "date"), (10, null), (11, null),
            (12, "pressure"), (13, null),
        ]);
        _uploads.Rejects(Key)[3].ToJsonString().ShouldBe("""{"line":6,"column":"pressure","reason":"expected a number; got \u0027high\u0027"}""");
        _uploads.Imported.Data.ShouldSatisfyAllConditions(
            d => d.Rows.ShouldBe(13), d => d.Readings.ShouldBe(4), d => d.RejectedRows.ShouldBe(11), d => d.RejectsKey.ShouldBe($"{Key}.rejects.jsonl"));
        Times("seattle-temperature").ShouldBe([At(2010, 1, 1, 9), At(2010, 1, 1, 20)]);
    }

    [Fact]
    public async Task Of_a_damaged_year_exactly_the_hundred_damaged_lines_are_rejected()
    {
        var random = new Random(7);
        var lines = Enumerable.Range(0, 8759).Select(i => $"{At(2010, 1, 1, 1).AddHours(i).UtcDateTime:s},{1000 + (i % 40)},{i % 30}.5").ToList();
        var damaged = Enumerable.Range(0, lines.Count).OrderBy(_ => random.Next()).Take(100).Order().ToList();
        foreach (var (line, index) in damaged.Select((line, index) => (line, index)))
        {
            lines[line] = (index % 8) switch
            {
                0 => lines[line].Replace(',', ';'),
                1 => lines[line][..20],
                2 => "\"" + lines[line],
                3 => lines[line] + ",",
                4 => lines[line].Replace('T', 'X'),
                5 => lines[line][..^3] + "\"??",
                6 => "",
                _ => lines[line].Replace(",1", ",\"1", StringComparison.Ordinal),
            };
        }

        _uploads.Store(Key, $"date,pressure,temperature\r\n{string.Join("\r\n", lines)}\r\n", Mapping);

        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        _uploads.Rejects(Key).Select(row => row["line"]!.GetValue<int>()).ShouldBe(damaged.Select(line => line + 2));
        _uploads.Imported.Data.ShouldSatisfyAllConditions(
            d => d.Rows.ShouldBe(8759), d => d.Readings.ShouldBe(2 * 8659), d => d.RejectedRows.ShouldBe(100));
        _uploads.Readings.SelectMany(e => e.Data.Readings.Select(r => (e.Data.SensorId, r.Time))).Distinct().Count().ShouldBe(2 * 8659);
    }

    [Fact]
    public async Task An_hour_that_daylight_saving_skips_is_rejected_and_one_that_comes_twice_is_the_first()
    {
        _uploads.Store(Key, "date,temperature\n2010-03-14T01:00:00,1\n2010-03-14T02:00:00,2\n2010-11-07T01:00:00,3\n",
            ("columns", "temperature=t:Cel"), ("timezone", "America/Los_Angeles"));

        await _uploads.ImportAsync(Key);

        Times("t").ShouldBe([At(2010, 3, 14, 9), At(2010, 11, 7, 8)]);
        var row = _uploads.Rejects(Key).Single();
        row["line"]!.GetValue<int>().ShouldBe(3);
        row["reason"]!.GetValue<string>().ShouldContain("daylight saving");
    }

    [Fact]
    public async Task Empty_cells_are_no_readings_when_the_metadata_says_so()
    {
        _uploads.Store(Key, "date,pressure,temperature\n2010-01-01T01:00:00,,4.0\n2010-01-01T02:00:00,,\n", [.. Mapping, ("empty-cells", "skip")]);

        await _uploads.ImportAsync(Key);

        _uploads.Readings.Single().Data.SensorId.ShouldBe("seattle-temperature");
        _uploads.Rejects(Key).Single()["line"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task An_event_holds_at_most_the_contract_s_readings_of_one_sensor()
    {
        _uploads.Store(Key, Rows(1201), Mapping);

        await _uploads.ImportAsync(Key);

        _uploads.Readings.GroupBy(e => e.Data.SensorId).Select(group => group.Select(e => e.Data.Readings.Count))
            .ShouldBe([[500, 500, 201], [500, 500, 201]]);
        _uploads.Imported.Data.Readings.ShouldBe(2402);
    }

    [Fact]
    public async Task The_same_file_delivered_or_put_again_makes_the_same_events()
    {
        _uploads.Store(Key, Rows(1201) + "broken\n", Mapping);
        await _uploads.ImportAsync(Key);
        var first = Ids();
        _uploads.Bridge.Taken.Clear();

        await _uploads.ImportAsync(Key);
        await _uploads.HandleAsync([FakeUploads.Message("m-2", Key, time: "2027-01-02T03:04:05Z")]);

        first.ShouldBeUnique();
        Ids().ShouldBe([.. first, .. first]);
    }

    [Fact]
    public async Task Another_file_key_or_mapping_makes_other_events()
    {
        _uploads.Store(Key, Rows(3), Mapping);
        _uploads.Store("other.csv", Rows(3), Mapping);
        await _uploads.ImportAsync(Key);
        await _uploads.ImportAsync("other.csv");
        _uploads.Store(Key, Rows(3), ("columns", "pressure=temperature-1:Cel,temperature=pressure-1:hPa"), ("timezone", "-08:00"));
        await _uploads.ImportAsync(Key);

        Ids().ShouldBeUnique();
    }

    [Fact]
    public async Task Ids_are_UUIDs_of_version_8()
    {
        _uploads.Store(Key, Rows(3), Mapping);
        await _uploads.ImportAsync(Key);

        Ids().ShouldAllBe(id => Guid.Parse(id).Version == 8 && (Guid.Parse(id).Variant & 0xC) == 8);
    }

    [Fact]
    public async Task A_list_of_rejects_longer_than_a_part_is_sent_in_parts()
    {
        _uploads.Store(Key, Rows(2) + string.Concat(Enumerable.Repeat("2010-01-01T01:00:00,not a number at all,4.0\n", 120_000)), Mapping);

        await _uploads.ImportAsync(Key);

        var rejects = _uploads.Rejects(Key);
        rejects.Select(row => row["line"]!.GetValue<int>()).ShouldBe(Enumerable.Range(4, 120_000));
        _uploads.OpenMultiparts.ShouldBe(0);
        await _uploads.S3.Received(3).UploadPartAsync(Arg.Any<UploadPartRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_import_that_fails_gives_its_unfinished_list_up_and_is_tried_again()
    {
        _uploads.Store(Key, string.Concat("date,pressure,temperature\n", string.Concat(Enumerable.Repeat("x,1,2\n", 80_000)), Rows(5001)[26..]), Mapping);
        _uploads.Bridge.Refuse = (_, _) => "NotAuthorizedForSourceException";

        (await _uploads.ImportAsync(Key)).ShouldBe(["m-1"]);

        _uploads.OpenMultiparts.ShouldBe(0);
        _uploads.PutKeys.ShouldBeEmpty();
        await _uploads.S3.Received(1).AbortMultipartUploadAsync(Arg.Any<AbortMultipartUploadRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task When_time_is_over_the_message_fails_and_the_next_attempt_publishes_the_same()
    {
        _uploads.Store(Key, Rows(20_000), Mapping);
        using var deadline = new CancellationTokenSource();
        _uploads.Bridge.Client.When(client => client.PutEventsAsync(Arg.Any<PutEventsRequest>(), Arg.Any<CancellationToken>()))
            .Do(_ =>
            {
                if (_uploads.Bridge.Calls.Count == 2)
                {
                    deadline.Cancel();
                }
            });

        (await _uploads.HandleAsync([FakeUploads.Message("m-1", Key), FakeUploads.Message("m-2", Key)], deadline.Token)).ShouldBe(["m-1", "m-2"]);
        var before = Ids();
        _uploads.Bridge.Taken.Clear();
        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        before.ShouldNotBeEmpty();
        Ids().Take(before.Count).ShouldBe(before);
        _uploads.Imported.Data.Readings.ShouldBe(40_000);
    }

    [Fact]
    public async Task An_object_that_was_replaced_is_left_to_its_own_event()
    {
        _uploads.Store(Key, Rows(2), Mapping);

        (await _uploads.HandleAsync([FakeUploads.Message("m-1", Key, eTag: "another")])).ShouldBeEmpty();

        _uploads.Bridge.Taken.ShouldBeEmpty();
        _uploads.Context.Lines.ShouldHaveSingleItem().ShouldContain("replaced");
    }

    [Fact]
    public async Task A_list_of_rejects_is_not_imported()
    {
        (await _uploads.ImportAsync(Key + Upload.RejectsSuffix)).ShouldBeEmpty();

        _uploads.Bridge.Taken.ShouldBeEmpty();
        await _uploads.S3.DidNotReceive().GetObjectAsync(Arg.Any<GetObjectRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_cannot_be_understood_or_read_fails_alone()
    {
        _uploads.Store(Key, Rows(2), Mapping);
        _uploads.S3.GetObjectAsync(Arg.Is<GetObjectRequest>(request => request != null && request.Key == "broken.csv"), Arg.Any<CancellationToken>())
            .Throws(new Amazon.S3.AmazonS3Exception("Access Denied") { StatusCode = System.Net.HttpStatusCode.Forbidden });

        var failed = await _uploads.HandleAsync(
            [new() { MessageId = "poison", Body = "{}" }, FakeUploads.Message("denied", "broken.csv"), FakeUploads.Message("good", Key)]);

        failed.ShouldBe(["poison", "denied"]);
        _uploads.Imported.Data.Readings.ShouldBe(4);
    }

    private static string Rows(int count) => "date,pressure,temperature\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => $"{At(2010, 1, 1, 1).AddMinutes(i).UtcDateTime:s},{1000 + (i % 40)},{i % 30}.5\n"));

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    private List<DateTimeOffset> Times(string sensorId) =>
        [.. _uploads.Readings.Where(e => e.Data.SensorId == sensorId).SelectMany(e => e.Data.Readings).Select(r => r.Time)];

    private List<string> Ids() =>
        [.. _uploads.Bridge.Taken.Select(entry => System.Text.Json.Nodes.JsonNode.Parse(entry.Detail)!["metadata"]!["eventId"]!.GetValue<string>())];
}
