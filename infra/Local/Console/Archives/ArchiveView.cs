namespace SensorWatch.Local.Console.Archives;

/// <summary>An archive as the console shows it.</summary>
internal sealed record ArchiveView
{
    public required string Name { get; init; }

    public required string Node { get; init; }

    /// <summary>The bus's name.</summary>
    public required string Bus { get; init; }

    public required long Events { get; init; }

    /// <summary>Time of the first event; null without one.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Time of the last event; null without one.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Null: for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>The rules that a replay can go to.</summary>
    public required IReadOnlyList<ReplayableRule> Rules { get; init; }
}

/// <summary>A rule of an archive's bus.</summary>
internal sealed record ReplayableRule(string Name, string Arn, string Label, bool Enabled);
