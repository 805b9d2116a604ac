using System.Text;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// Reads CSV as RFC 4180 has it: commas, fields in double quotes where they hold commas, quotes (doubled) or line breaks.
/// A quote within a field that doesn't begin with one is an ordinary character.
/// </summary>
/// <remarks>
/// A file may be damaged. A lone quote at the beginning of a field would make one field of all that follows it, so a
/// record spans <see cref="MaximumLines"/> at most, and whoever finds a record of several lines to be wrong says so by
/// <see cref="KeepFirstLineOnly"/>: its first line is the damaged one, and the others are read again, each on its own.
/// </remarks>
internal sealed class CsvRecordReader(LineReader lines)
{
    /// <summary>Most lines of a record.</summary>
    public const int MaximumLines = 100;

    private readonly Queue<Line> _again = new();
    private readonly List<Line> _lines = [];
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private int _characters;

    /// <summary>The next record; null after the last.</summary>
    public async ValueTask<CsvRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await NextLineAsync(cancellationToken) is not { } first)
        {
            return null;
        }

        _lines.Clear();
        _fields.Clear();
        _field.Clear();
        _characters = 0;
        for (Line? line = first; line is { } current; line = await NextLineAsync(cancellationToken))
        {
            _lines.Add(current);
            _characters += current.Text.Length;
            switch (Split(current))
            {
                case Progress.Complete:
                    return new(first.Number, [.. _fields], null);
                case Progress.Damaged when current.IsTooLong:
                    return Damaged($"expected a line of at most {LineReader.MaximumLength} characters; it is longer");
                case Progress.Damaged:
                    return Damaged("expected a comma or the end of the line after a field in quotes");
                case Progress.InQuotes when _lines.Count == MaximumLines || _characters > LineReader.MaximumLength:
                    return Damaged($"expected the end of a field in quotes within {MaximumLines} lines and {LineReader.MaximumLength} characters");
            }
        }

        return Damaged("expected the end of a field in quotes; the file ends first");
    }

    /// <summary>Says that the record that was read last is wrong: all its lines but the first are read again.</summary>
    public void KeepFirstLineOnly()
    {
        // They come before what is waiting already, which followed them in the file.
        var waiting = _again.ToArray();
        _again.Clear();
        foreach (var line in _lines.Skip(1).Concat(waiting))
        {
            _again.Enqueue(line);
        }

        _lines.RemoveRange(1, _lines.Count - 1);
    }

    private ValueTask<Line?> NextLineAsync(CancellationToken cancellationToken) =>
        _again.TryDequeue(out var line) ? ValueTask.FromResult<Line?>(line) : lines.ReadAsync(cancellationToken);

    private CsvRecord Damaged(string damage)
    {
        var record = new CsvRecord(_lines[0].Number, [], damage);
        KeepFirstLineOnly();
        return record;
    }

    /// <summary>Adds a line's fields to those of the lines before it.</summary>
    private Progress Split(Line line)
    {
        if (line.IsTooLong)
        {
            return Progress.Damaged;
        }

        var rest = line.Text.AsSpan();
        var inQuotes = _lines.Count > 1;
        if (inQuotes)
        {
            _field.Append('\n');
        }

        while (true)
        {
            if (inQuotes || rest.StartsWith('"'))
            {
                if (!TakeQuoted(ref rest, inQuotes ? 0 : 1))
                {
                    return Progress.InQuotes;
                }

                if (rest.Length > 0 && rest[0] != ',')
                {
                    return Progress.Damaged;
                }

                _fields.Add(_field.ToString());
                _field.Clear();
                inQuotes = false;
            }
            else
            {
                var end = rest.IndexOf(',');
                _fields.Add((end < 0 ? rest : rest[..end]).ToString());
                rest = end < 0 ? [] : rest[end..];
            }

            if (rest.Length == 0)
            {
                return Progress.Complete;
            }

            rest = rest[1..];
        }
    }

    /// <summary>Takes a quoted field's content, to its closing quote; false when the line ends first.</summary>
    private bool TakeQuoted(ref ReadOnlySpan<char> rest, int start)
    {
        rest = rest[start..];
        while (true)
        {
            var quote = rest.IndexOf('"');
            if (quote < 0)
            {
                _field.Append(rest);
                return false;
            }

            _field.Append(rest[..quote]);
            rest = rest[(quote + 1)..];
            if (!rest.StartsWith('"'))
            {
                return true;
            }

            _field.Append('"');
            rest = rest[1..];
        }
    }

    private enum Progress
    {
        Complete,
        InQuotes,
        Damaged,
    }
}
