using System.Text.RegularExpressions;

namespace SensorWatch.Infra.Tests.Mutations;

/// <summary>Places of a template where a change means nothing to what the system does, each with the reason.</summary>
internal static partial class HarmlessPlaces
{
    private static readonly (Regex Place, MutationKind Kind, string Reason)[] OfOneKind =
    [
        (LogicalIds(), MutationKind.Rename, "a name within the template, whose references are checked"),
        (PolicyVersions(), MutationKind.Remove, "the language of 2008 is the same but for variables, which these policies have none of"),
        (States(), MutationKind.Remove, "a rule is enabled by default"),
        (OkActions(), MutationKind.Remove, "the alarm still tells when it goes off"),
        (MissingData(), MutationKind.Remove, "without data the alarm keeps its state"),
        (Ownership(), MutationKind.Remove, "it is S3's default"),
        (Kept(), MutationKind.Remove, "dev's data may go, for which its stack has reasoned exceptions"),
    ];

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
        (PolicyNames(), "a name within its role"),
        (Tracing(), "what is recorded of an invocation"),
        (AccessLogs(), "what is recorded of a request"),
    ];

    /// <summary>Why a change there is harmless; null when it is not known to be.</summary>
    public static string? ReasonFor(MutationKind kind, string path) =>
        Array.Find(Places, place => place.Place.IsMatch(path)).Reason
        ?? Array.Find(OfOneKind, place => place.Kind == kind && place.Place.IsMatch(path)).Reason;

    [GeneratedRegex("^/Resources/[^/]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogicalIds();

    [GeneratedRegex("/(AssumeRole)?PolicyDocument/Version$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PolicyVersions();

    [GeneratedRegex("^/Resources/[^/]+/Properties/State$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex States();

    [GeneratedRegex("/OKActions(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OkActions();

    [GeneratedRegex("/TreatMissingData$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissingData();

    [GeneratedRegex("/OwnershipControls(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ownership();

    [GeneratedRegex("/(DeletionPolicy|UpdateReplacePolicy|DeletionProtectionEnabled)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kept();

    [GeneratedRegex("/Policies/[0-9]+/PolicyName$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PolicyNames();

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
