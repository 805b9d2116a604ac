using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Makes function resources.</summary>
internal static class FunctionBuilder
{
    public static FunctionResource Function(string name, string? codeDirectory) => new()
    {
        Resource = new()
        {
            Path = $"App/{name}",
            StackId = "App",
            LogicalId = name,
            Type = "AWS::Lambda::Function",
            PhysicalId = name,
            Properties = [],
        },
        Name = name,
        Arn = $"arn:aws:lambda:eu-north-1:123456789012:function:{name}",
        Runtime = "provided.al2023",
        Handler = $"{name}Handler",
        CodeDirectory = codeDirectory,
        Environment = new Dictionary<string, string>(),
        LogGroupName = $"/aws/lambda/{name}",
        TimeoutSeconds = 30,
    };
}
