using System.Text.RegularExpressions;

namespace SensorWatch.Infra.Tests.Mutations;

/// <summary>Places of a template where a change means nothing to what the system does, each with the reason.</summary>
internal static partial class HarmlessPlaces
{
    private static readonly (Regex Place, string Reason)[] Places =
    [
        (Descriptions(), "people read it"),
        (Metadata(), "CloudFormation keeps it for tools"),
        (Tags(), "bills and searches go by it"),
        (Format(), "the one version that there is"),
        (Rules(), "the CDK's check of the account's bootstrap"),
        (Dashboards(), "a picture for people"),
        (Outputs(), "people read it; no stack imports it"),
        (Schemas(), "documentation of events; the parts that rules are held against are checked"),
        (StatementIds(), "a name within its policy"),
        (Tracing(), "what is recorded of an invocation"),
        (AccessLogs(), "what is recorded of a request"),
    ];

    /// <summary>Why a change there is harmless; null when it is not known to be.</summary>
    public static string? ReasonFor(string path) => Array.Find(Places, place => place.Place.IsMatch(path)).Reason;

    [GeneratedRegex("/(Description|AlarmDescription|DisplayName)(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Descriptions();

    [GeneratedRegex("^(/Resources/[^/]+)?/Metadata(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metadata();

    [GeneratedRegex("/Tags(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex("^/AWSTemplateFormatVersion$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Format();

    [GeneratedRegex("^/(Rules|Parameters/BootstrapVersion)(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rules();

    [GeneratedRegex("/DashboardBody(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dashboards();

    [GeneratedRegex("^/Outputs(/(?!ExportsOutput)[^/]+(/|$)|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Outputs();

    [GeneratedRegex("^/Resources/Schemas[^/]+/Properties/(Content|SchemaName|RegistryName)(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Schemas();

    [GeneratedRegex("/Sid$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatementIds();

    [GeneratedRegex("/(TracingConfig|LoggingConfig/(LogFormat|ApplicationLogLevel|SystemLogLevel))(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tracing();

    [GeneratedRegex("/AccessLogSettings/Format(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AccessLogs();
}
