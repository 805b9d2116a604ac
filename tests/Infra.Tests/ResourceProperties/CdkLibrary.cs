using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using App = Amazon.CDK.App;

namespace SensorWatch.Infra.Tests.ResourceProperties;

/// <summary>The JavaScript of aws-cdk-lib, which the .NET package carries inside of it as npm's archive.</summary>
internal sealed partial class CdkLibrary
{
    /// <summary>Names the archive of another version: <c>npm pack aws-cdk-lib</c> writes one.</summary>
    public const string ArchiveVariable = "CDK_LIBRARY";

    /// <summary>The services that serverless systems are made of, by their module in aws-cdk-lib.</summary>
    private static readonly string[] Modules =
    [
        "apigateway", "apigatewayv2", "applicationautoscaling", "appsync", "certificatemanager", "cloudwatch", "codedeploy", "cognito",
        "dynamodb", "events", "eventschemas", "iam", "kinesis", "kinesisfirehose", "kms", "lambda", "logs", "pipes", "s3", "scheduler",
        "secretsmanager", "sns", "sqs", "ssm", "stepfunctions", "xray",
    ];

    private CdkLibrary(string version, IReadOnlyList<string> sources)
    {
        Version = version;
        Sources = sources;
    }

    /// <summary><c>2.160.0</c>, for instance.</summary>
    public string Version { get; }

    /// <summary>The texts of the modules' resource classes.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>The library that the app is built with.</summary>
    public static CdkLibrary OfThisBuild()
    {
        var assembly = typeof(App).Assembly;
        var archive = assembly.GetManifestResourceNames().Single(name => name.EndsWith(".tgz", StringComparison.Ordinal));
        using var stream = assembly.GetManifestResourceStream(archive)!;
        return Read(stream);
    }

    /// <summary>The library that <see cref="ArchiveVariable"/> names, else that of this build.</summary>
    public static CdkLibrary Chosen()
    {
        if (Environment.GetEnvironmentVariable(ArchiveVariable) is not { Length: > 0 } path)
        {
            return OfThisBuild();
        }

        using var stream = File.OpenRead(path);
        return Read(stream);
    }

    private static CdkLibrary Read(Stream archive)
    {
        var names = Modules.Select(module => $"package/aws-{module}/lib/{module}.generated.js").ToHashSet();
        string? version = null;
        SortedDictionary<string, string> sources = new(StringComparer.Ordinal);
        using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
        using var entries = new TarReader(unzipped);
        while ((version is null || sources.Count < names.Count) && entries.GetNextEntry() is { } entry)
        {
            if (entry.Name == "package/package.json")
            {
                version = VersionMember().Match(ReadText(entry)).Groups["version"].Value;
            }
            else if (names.Contains(entry.Name))
            {
                sources.Add(entry.Name, ReadText(entry));
            }
        }

        var missing = names.Except(sources.Keys).ToList();
        return missing.Count == 0 && version is not null
            ? new(version, [.. sources.Values])
            : throw new InvalidDataException($"The archive of aws-cdk-lib has no {string.Join(", ", missing)}. Has the library another layout now?");
    }

    private static string ReadText(TarEntry entry)
    {
        using var reader = new StreamReader(entry.DataStream!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("\"version\":\\s*\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VersionMember();
}
