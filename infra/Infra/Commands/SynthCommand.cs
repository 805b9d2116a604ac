using System.Text.Json.Nodes;
using SensorWatch.Infra.Cost;
using SensorWatch.Templates.Assembly;

namespace SensorWatch.Infra.Commands;

/// <summary>Synthesizes the app, says in the cloud assembly what it should cost, and fails when what it wrote violates a design rule.</summary>
internal static class SynthCommand
{
    // The CDK CLI hands over the context and the output folder in these variables:
    // https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cx-api/lib/cxapi.ts
    private const string ContextVariable = "CDK_CONTEXT_JSON";
    private const string OutputVariable = "CDK_OUTDIR";

    public static int Run(TextWriter error)
    {
        var folder = InfraCommands.FindProject();
        var context = Environment.GetEnvironmentVariable(ContextVariable) is { Length: > 0 } json
            ? JsonNode.Parse(json)!.AsObject()
            : [];
        var output = Environment.GetEnvironmentVariable(OutputVariable) is { Length: > 0 } ? null : Path.Combine(folder, "cdk.out");
        var assembly = SensorWatchApp.Create(folder, context, output).Synth();
        var written = CloudAssembly.Load(assembly.Directory);
        Forecast.Of(written).Write(written.Directory);
        return VerifyCommand.Verify(written, error);
    }
}
