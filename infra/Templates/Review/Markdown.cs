using System.Text;

namespace SensorWatch.Templates.Review;

/// <summary>Markdown, a fact a line, so that a difference shows facts.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder _text = new();

    public void Heading(int level, string title) => Paragraph($"{new string('#', level)} {title}");

    public void Paragraph(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text).Append('\n');
    }

    public void Block(string language, string text) => Paragraph($"```{language}\n{text.TrimEnd('\n')}\n```");

    public void List(IEnumerable<string> items)
    {
        List<string> lines = [.. items.Select(item => $"- {item}")];
        if (lines.Count > 0)
        {
            Paragraph(string.Join('\n', lines));
        }
    }

    /// <summary>Rows of cells; none without rows.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string> lines = [.. rows.Select(Row)];
        if (lines.Count > 0)
        {
            Paragraph(string.Join('\n', [Row(header), Row([.. header.Select(_ => "---")]), .. lines]));
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>Text that Markdown leaves as it is; a backtick in it needs more of them around.</summary>
    public static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";

    private static string Row(IReadOnlyList<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
