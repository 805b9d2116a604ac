namespace Amazon.Lambda.Core;

/// <summary>What a handler can learn about its invocation.</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    TimeSpan RemainingTime { get; }
}
