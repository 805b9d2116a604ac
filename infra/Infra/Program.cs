using System.Text.Json.Nodes;
using SensorWatch.Infra;

// The CDK CLI hands over the context and the output folder in these variables:
// https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cx-api/lib/cxapi.ts
const string ContextVariable = "CDK_CONTEXT_JSON";
const string OutputVariable = "CDK_OUTDIR";

try
{
    var folder = ProjectFolder.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
    var context = Environment.GetEnvironmentVariable(ContextVariable) is { Length: > 0 } json
        ? JsonNode.Parse(json)!.AsObject()
        : [];
    var output = Environment.GetEnvironmentVariable(OutputVariable) is { Length: > 0 } ? null : Path.Combine(folder, "cdk.out");
    SensorWatchApp.Create(folder, context, output).Synth();
    return 0;
}
catch (Exception exception) when (UserError.Describe(exception) is { } message)
{
    Console.Error.WriteLine(message);
    return 1;
}
