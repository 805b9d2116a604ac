using System.CommandLine;
using System.CommandLine.Parsing;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate;

/// <summary>Options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _environment = new("--environment", "-e")
    {
        Description = "The environment: dev, staging, prod",
        HelpName = "NAME",
        Recursive = true,
        DefaultValueFactory = _ => SystemEnvironment.Default,
    };

    private readonly Option<Uri?> _endpoint = new("--endpoint")
    {
        Description = "AWS's address in a local run, http://127.0.0.1:4566; without it, AWS itself or what AWS_ENDPOINT_URL says",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result => Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Refuse<Uri?>(result, $"--endpoint: expected an http or https address; got '{result.Tokens.Single().Value}'"),
    };

    private readonly Option<string?> _region = new("--region")
    {
        Description = "AWS's region; without it, what AWS_REGION or the profile says",
        HelpName = "REGION",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON, for scripts; infra/Operate/README.md has its shapes", Recursive = true };

    public CommonOptions() => _environment.Validators.Add(result =>
    {
        // By the word as given: to ask for a value that didn't parse is an exception.
        if (result.Tokens is [{ Value: var name }] && !SystemEnvironment.IsName(name))
        {
            result.AddError($"--environment: expected lower-case letters and digits, such as dev; got '{name}'");
        }
    });

    public IReadOnlyList<Option> All => [_environment, _endpoint, _region, _json];

    /// <summary>Reports a value that can't be read.</summary>
    public static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    public SystemEnvironment Environment(ParseResult parsed) => new(parsed.GetRequiredValue(_environment));

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public AwsTarget Target(ParseResult parsed) => AwsTarget.From(parsed.GetValue(_endpoint), parsed.GetValue(_region));

    public AwsClients Connect(ParseResult parsed, Shell shell) => shell.Connect(Target(parsed));

    /// <summary>The options that a next command needs too, so that it can be copied.</summary>
    public string Repeated(ParseResult parsed)
    {
        var words = new List<string>();
        if (Environment(parsed).Name is not SystemEnvironment.Default and var name)
        {
            words.Add($" --environment {name}");
        }

        if (parsed.GetValue(_endpoint) is { } endpoint)
        {
            words.Add($" --endpoint {endpoint.OriginalString}");
        }

        if (parsed.GetValue(_region) is { } region)
        {
            words.Add($" --region {region}");
        }

        return string.Concat(words);
    }
}
