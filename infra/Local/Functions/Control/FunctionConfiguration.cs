using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Control;

/// <summary>
/// A function as Lambda describes it: <c>FunctionConfiguration</c>.
/// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
/// </summary>
internal static class FunctionConfiguration
{
    /// <param name="function">The function.</param>
    /// <param name="since">When it became what it is: the start of the local run.</param>
    public static JsonObject Of(FunctionResource function, DateTimeOffset since)
    {
        var properties = function.Resource.Properties;
        var configuration = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = function.Arn,
            ["Runtime"] = function.Runtime,
            ["Role"] = properties["Role"]?.DeepClone(),
            ["Handler"] = function.Handler,
            ["CodeSize"] = CodeSize(function),
            ["Description"] = properties["Description"]?.DeepClone() ?? "",
            ["Timeout"] = function.TimeoutSeconds,
            ["MemorySize"] = function.MemorySizeMegabytes,
            ["LastModified"] = $"{since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}+0000",
            ["CodeSha256"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(function.CodeDirectory ?? ""))),
            ["Version"] = "$LATEST",
            ["TracingConfig"] = properties["TracingConfig"]?.DeepClone() ?? new JsonObject { ["Mode"] = "PassThrough" },
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = "Zip",
            ["Architectures"] = new JsonArray(function.Architecture),
            ["EphemeralStorage"] = properties["EphemeralStorage"]?.DeepClone() ?? new JsonObject { ["Size"] = 512 },
            ["LoggingConfig"] = Logging(function),
        };
        if (function.Environment.Count > 0)
        {
            configuration["Environment"] = new JsonObject
            {
                ["Variables"] = new JsonObject(function.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
            };
        }

        if (function.DeadLetterArn is { } deadLetterArn)
        {
            configuration["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = deadLetterArn };
        }

        return configuration;
    }

    private static JsonObject Logging(FunctionResource function)
    {
        var logging = new JsonObject { ["LogFormat"] = function.LogFormat, ["LogGroup"] = function.LogGroupName };
        if (function.LogFormat == "JSON")
        {
            logging["ApplicationLogLevel"] = function.ApplicationLogLevel ?? "INFO";
            logging["SystemLogLevel"] = function.SystemLogLevel ?? "INFO";
        }

        return logging;
    }

    /// <summary>Of the executable; AWS tells the size of the zipped package.</summary>
    private static long CodeSize(FunctionResource function) => new FileInfo(Bootstrap.PathOf(function)) is { Exists: true } file ? file.Length : 0;
}
