using CsCheck;
using SensorWatch.Functions.Imports;

namespace SensorWatch.Functions.Tests.Imports;

public sealed class CsvRecordReaderTests
{
    private static readonly Gen<string> AnyField = Gen.OneOf(
        Gen.String[Gen.Char["abc,\"\n 0é"], 0, 12], Gen.Const(""), Gen.Const("4.2"));

    [Fact]
    public void What_was_written_as_RFC_4180_is_read_back() =>
        Gen.Select(AnyField.Array[1, 5].Array[1, 8], Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r"))).Sample((rows, end) =>
        {
            var text = string.Join(end, rows.Select(row => string.Join(',', row.Select(Quote)))) + end;

            var records = Read(text);

            records.ShouldAllBe(record => record.Damage == null);
            records.Select(record => record.Fields).ShouldBe(rows.Select(row => row.Select(field => field).ToArray()));
        });

    [Fact]
    public void No_text_whatever_makes_the_reader_fail_or_lose_a_line() =>
        Gen.String[Gen.Char["a,\"\r\n"], 0, 40].Sample(text =>
        {
            var lines = Read(text).Select(record => record.LineNumber).ToList();

            lines.ShouldBe(lines.Order().Distinct());
        });

    [Theory]
    [InlineData("a,b", 1)]
    [InlineData("a,b\n", 1)]
    [InlineData("a,b\r\nc,d\re,f\ng", 4)]
    [InlineData("", 0)]
    [InlineData("\n\n", 2)]
    public void Records_end_where_lines_end(string text, int count) => Read(text).Count.ShouldBe(count);

    [Fact]
    public void Line_numbers_count_every_line_of_the_file()
    {
        var records = Read("h\n\"a\nb\",c\r\nd\re");

        records.Select(record => record.LineNumber).ShouldBe([1, 2, 4, 5]);
        records[1].Fields.ShouldBe(["a\nb", "c"]);
    }

    [Fact]
    public void A_quote_inside_a_field_is_a_character() => Read("4.\"0,5\"").Single().Fields.ShouldBe(["4.\"0", "5\""]);

    [Fact]
    public void A_quote_that_is_never_closed_damages_its_own_line_only()
    {
        var records = Read("a,b\n\"c,d\ne,f\ng,h");

        records.Select(record => (record.LineNumber, record.Damage is null)).ShouldBe([(1, true), (2, false), (3, true), (4, true)]);
    }

    [Fact]
    public void A_quote_that_is_closed_by_the_next_damaged_line_damages_both_and_nothing_between()
    {
        var records = Read("\"a,b\nc,d\n\"e,f\ng,h");

        records.Select(record => (record.LineNumber, record.Damage is null)).ShouldBe([(1, false), (2, true), (3, false), (4, true)]);
    }

    [Fact]
    public void A_field_in_quotes_spans_no_more_lines_than_allowed()
    {
        var lines = Enumerable.Range(0, CsvRecordReader.MaximumLines).Select(i => $"{i}").ToList();

        Read($"\"{string.Join('\n', lines)}\"").Single().Damage.ShouldBeNull();
        var records = Read($"\"{string.Join('\n', lines)}\n\"");
        records[0].Damage!.ShouldContain("within 100 lines");
        records.Count.ShouldBe(CsvRecordReader.MaximumLines + 1);
    }

    [Fact]
    public void A_line_that_is_too_long_is_damaged_and_the_next_is_not()
    {
        var longest = new string('x', LineReader.MaximumLength);

        var records = Read($"{longest}\n{longest}x\n{new string('y', 1_000_000)}\na,b");

        records.Select(record => (record.LineNumber, record.Damage is null)).ShouldBe([(1, true), (2, false), (3, false), (4, true)]);
        records[1].Damage!.ShouldContain("65536");
    }

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") >= 0 || field.Length == 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static List<CsvRecord> Read(string text)
    {
        using var reader = new StringReader(text);
        var records = new CsvRecordReader(new LineReader(reader));
        var all = new List<CsvRecord>();
        while (records.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } record)
        {
            all.Add(record);
        }

        return all;
    }
}
