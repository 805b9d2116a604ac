using System.Text;

namespace SensorWatch.Functions.Imports;

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; empty when it is too long.</param>
/// <param name="IsTooLong">Longer than <see cref="LineReader.MaximumLength"/>.</param>
internal readonly record struct Line(long Number, string Text, bool IsTooLong);

/// <summary>
/// Reads the lines of a text one after another. Ends of lines are CR LF, LF or CR, as they come. Whatever the file, no more
/// than one line of the largest length is in memory.
/// </summary>
internal sealed class LineReader(TextReader text)
{
    /// <summary>Longest line, in characters.</summary>
    public const int MaximumLength = 64 * 1024;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _length;
    private long _number;
    private bool _isTooLong;
    private bool _skipLineFeed;

    /// <summary>The next line; null after the last. What follows the last end of line is a line only if it isn't empty.</summary>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_position == _length && !await FillAsync(cancellationToken))
            {
                return _line.Length > 0 || _isTooLong ? Take() : null;
            }

            if (_skipLineFeed)
            {
                _skipLineFeed = false;
                if (_buffer[_position] == '\n')
                {
                    _position++;
                    continue;
                }
            }

            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOfAny('\r', '\n');
            Append(end < 0 ? rest : rest[..end]);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                _skipLineFeed = rest[end] == '\r';
                return Take();
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _position = 0;
        _length = await text.ReadAsync(_buffer, cancellationToken);
        return _length > 0;
    }

    private void Append(ReadOnlySpan<char> part)
    {
        _isTooLong |= _line.Length + part.Length > MaximumLength;
        if (!_isTooLong)
        {
            _line.Append(part);
        }
    }

    private Line Take()
    {
        var line = new Line(++_number, _isTooLong ? "" : _line.ToString(), _isTooLong);
        _line.Clear();
        _isTooLong = false;
        return line;
    }
}
