using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Tests;

/// <summary>An invocation's context that keeps what is logged.</summary>
internal sealed class FakeContext : ILambdaContext, ILambdaLogger
{
    public List<string> Lines { get; } = [];

    public string AwsRequestId => "request-1";

    public IClientContext? ClientContext => null;

    public string FunctionName => "function";

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity? Identity => null;

    public string InvokedFunctionArn => "arn:aws:lambda:us-east-1:123456789012:function:function";

    public ILambdaLogger Logger => this;

    public string LogGroupName => "/aws/lambda/function";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 256;

    public TimeSpan RemainingTime => TimeSpan.FromSeconds(10);

    public void Log(string message) => Lines.Add(message);

    public void LogLine(string message) => Lines.Add(message);

    public void Log(string level, string message, params object[] args) => Lines.Add($"{message} {string.Join(' ', args)}");
}
