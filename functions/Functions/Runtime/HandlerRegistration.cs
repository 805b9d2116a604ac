using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>What a handler is made from.</summary>
/// <param name="Settings">The environment variables that the handler declared.</param>
/// <param name="Metrics">Counts what it declared in <see cref="IHandlerSettings.WrittenMetrics"/>.</param>
/// <param name="Time">The clock.</param>
public sealed record HandlerServices(FunctionSettings Settings, Metrics Metrics, TimeProvider Time);

/// <summary>Calls a handler with an event and answers with its result; both are JSON in UTF-8.</summary>
/// <exception cref="InvocationException">The event is not what the handler takes.</exception>
internal delegate Task<ReadOnlyMemory<byte>> InvokeHandler(ReadOnlyMemory<byte> input, ILambdaContext context, CancellationToken cancellationToken);

/// <summary>A handler that <c>_HANDLER</c> can name: how to make it, how its event and answer are read and written.</summary>
public sealed class HandlerRegistration
{
    // An HTTP answer is JSON inside JSON: the default encoder would write each of its quotes in six bytes.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Func<HandlerServices, InvokeHandler> _create;

    private HandlerRegistration(
        Type handlerType,
        HandlerEvent @event,
        IReadOnlyList<Need> needs,
        IReadOnlyList<BusinessMetric> writtenMetrics,
        Func<HandlerServices, InvokeHandler> create)
    {
        HandlerType = handlerType;
        Event = @event;
        Needs = needs;
        WrittenMetrics = writtenMetrics;
        _create = create;
    }

    /// <summary>The value of <c>_HANDLER</c>: the class's name.</summary>
    public string Name => HandlerType.Name;

    /// <summary>The handler's class.</summary>
    public Type HandlerType { get; }

    /// <summary>What it takes and gives.</summary>
    public HandlerEvent Event { get; }

    /// <summary>What it needs of the stack that defines its function.</summary>
    public IReadOnlyList<Need> Needs { get; }

    /// <summary>The environment variables that it needs.</summary>
    public IReadOnlyList<string> Variables => Needs.Variables();

    /// <summary>The environment variables that it can do without.</summary>
    public IReadOnlyList<string> OptionalVariables => Needs.OptionalVariables();

    /// <summary>What it counts.</summary>
    public IReadOnlyList<BusinessMetric> WrittenMetrics { get; }

    /// <summary>Registers a handler.</summary>
    /// <param name="create">Makes the handler, once for each execution environment.</param>
    /// <param name="input">JSON of the event, source-generated.</param>
    /// <param name="output">JSON of the answer, source-generated.</param>
    public static HandlerRegistration Create<THandler, TIn, TOut>(
        Func<HandlerServices, THandler> create, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output)
        where THandler : class, ILambdaHandler<TIn, TOut>, IHandlerSettings
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return new(
            typeof(THandler),
            HandlerEvent.Of<TIn, TOut>(),
            THandler.Needs,
            THandler.WrittenMetrics,
            services => Invoker(create(services), services.Metrics, input, output));
    }

    /// <summary>Makes the handler.</summary>
    /// <exception cref="RuntimeInitException">A variable that it needs is missing.</exception>
    internal InvokeHandler Start(IReadOnlyDictionary<string, string> environment, JsonLogger log, TimeProvider time) =>
        _create(new HandlerServices(
            new FunctionSettings(environment, Variables, OptionalVariables),
            new Metrics(log, environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_NAME", Name), WrittenMetrics),
            time));

    private static InvokeHandler Invoker<TIn, TOut>(
        ILambdaHandler<TIn, TOut> handler, Metrics metrics, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) =>
        async (json, context, cancellationToken) =>
        {
            try
            {
                var result = await handler.HandleAsync(Read(json, input), context, cancellationToken);
                return Write(result, output);
            }
            finally
            {
                // What a failed invocation did before it failed is done.
                metrics.Write();
            }
        };

    private static ReadOnlyMemory<byte> Write<T>(T result, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        JsonSerializer.Serialize(writer, result, type);
        return buffer.WrittenMemory;
    }

    private static T Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, type)
                ?? throw new InvocationException("Runtime.UnmarshalError", $"The event is null; {typeof(T).Name} is expected.");
        }
        catch (JsonException exception)
        {
            throw new InvocationException(
                "Runtime.UnmarshalError", $"The event is not a {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
