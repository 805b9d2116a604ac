using SensorWatch.Operate.Aws;
using Spectre.Console;

namespace SensorWatch.Operate;

/// <summary>What a command works with besides its arguments.</summary>
internal sealed record Shell
{
    /// <summary>Results, and nothing else: they can be piped.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>What went wrong, progress, and remarks for people.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What is piped in.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the services' clients.</summary>
    public Func<AwsTarget, AwsClients> Connect { get; init; } = target => new(target);

    /// <summary>Where progress is drawn; null when <see cref="Error"/> is no terminal.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>That of this process.</summary>
    public static Shell OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.In,
        Terminal = Console.IsErrorRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
    };
}
