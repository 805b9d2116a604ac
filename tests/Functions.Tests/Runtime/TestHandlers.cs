using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

internal sealed record Question(string Text);

internal sealed record Reply(string Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Reply))]
internal sealed partial class TestJson : JsonSerializerContext;

/// <summary>A handler that does what a test says.</summary>
internal sealed class TestHandler(Func<Question, ILambdaContext, CancellationToken, Task<Reply>> handle)
    : ILambdaHandler<Question, Reply>, IHandlerSettings
{
    public const string Greeting = "GREETING";

    public static IReadOnlyList<Need> Needs => [Need.Variable(Greeting)];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.ReadingsStored];

    public Task<Reply> HandleAsync(Question input, ILambdaContext context, CancellationToken cancellationToken) =>
        handle(input, context, cancellationToken);
}

/// <summary>A handler that needs no settings.</summary>
internal sealed class OtherHandler : ILambdaHandler<Question, Reply>, IHandlerSettings
{
    public static IReadOnlyList<Need> Needs => [];

    public Task<Reply> HandleAsync(Question input, ILambdaContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Reply("other"));
}
