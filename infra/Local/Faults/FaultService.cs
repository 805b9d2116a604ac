using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Faults;

/// <summary>
/// The faults on demand that are on. They strike invocations of functions, the calls that functions make, and what rules
/// and schedules deliver; what an operator calls is left alone.
/// </summary>
public sealed class FaultService
{
    private readonly FaultTargets _targets;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<ActiveFault> _active = [];

    /// <param name="deployment">Whose functions, queues and APIs faults name.</param>
    /// <param name="faults">Those that are on from the start.</param>
    /// <param name="time">The clock of delays.</param>
    /// <exception cref="LocalException">A fault names what isn't there.</exception>
    public FaultService(Deployment deployment, IReadOnlyList<Fault> faults, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(faults);
        (_targets, _time) = (new(deployment), time);
        try
        {
            foreach (var fault in faults)
            {
                Add(fault);
            }
        }
        catch (FormatException wrong)
        {
            throw new LocalException($"--fault: {wrong.Message}", ExitCodes.Usage, wrong);
        }
    }

    /// <summary>The faults in the order in which they came.</summary>
    public IReadOnlyList<Fault> All => [.. _active.Select(active => active.Fault)];

    internal IReadOnlyList<ActiveFault> Active => _active;

    /// <summary>Switches a fault on.</summary>
    /// <exception cref="FormatException">It names what isn't there, or what it can't strike; the message lists what there is.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _active = [.. _active, new(fault, _targets.Find(fault))];
    }

    /// <summary>Switches all faults off.</summary>
    public void Clear() => _active = [];

    /// <summary>Strikes a call that a function makes.</summary>
    /// <exception cref="AwsException">What the service answers.</exception>
    internal async ValueTask DisturbAsync(ServiceCall call, FunctionResource? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
        {
            return;
        }

        foreach (var active in _active.Where(active => active.Target.Service == call.Service && IsOf(active, caller)
            && (active.Target.Operation is null || active.Target.Operation == call.Operation)))
        {
            if (!active.Strikes())
            {
                continue;
            }

            if (active.Fault.Kind == FaultKind.Delay)
            {
                await Task.Delay(active.Fault.Delay, _time, cancellationToken);
            }
            else
            {
                throw active.Fault.Kind == FaultKind.Throttle ? FaultErrors.Throttled(call.Service) : FaultErrors.ServiceFailed(call.Service, active.Fault);
            }
        }
    }

    /// <summary>Invokes a function, with what the faults make of it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="source">ARN of the queue or stream, or id of the API, for which it is invoked; null for others.</param>
    /// <param name="invocation">The invocation.</param>
    /// <param name="invoke">Really invokes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal async Task<InvocationResult> InvokeAsync(
        FunctionResource function,
        string? source,
        Invocation invocation,
        Func<Invocation, CancellationToken, Task<InvocationResult>> invoke,
        CancellationToken cancellationToken)
    {
        foreach (var active in _active.Where(active => active.Target is { Service: null, Receiver: null } && IsOf(active, function)
            && (active.Target.Source is null || active.Target.Source == source)))
        {
            if (!active.Strikes())
            {
                continue;
            }

            switch (active.Fault.Kind)
            {
                case FaultKind.Delay:
                    await Task.Delay(active.Fault.Delay, _time, cancellationToken);
                    break;
                case FaultKind.Error:
                    return FaultErrors.FunctionFailed(invocation.RequestId, active.Fault);
                case FaultKind.Throttle:
                    return new(invocation.RequestId, ReadOnlyMemory<byte>.Empty, Throttled: true);
                case FaultKind.Crash:
                    invocation = invocation.Again(invocation.RequestId, invocation.Payload, crashes: true);
                    break;
                case FaultKind.Duplicate:
                    // What comes of the first is lost, as with a message whose deletion was.
                    await invoke(invocation.Again(FunctionService.NewRequestId(), invocation.Payload, crashes: false), cancellationToken);
                    break;
                case FaultKind.Reorder:
                    invocation = invocation.Again(invocation.RequestId, Reorder(active, invocation.Payload), invocation.Crashes);
                    break;
                default:
                    throw new InvalidOperationException($"{active.Fault.Kind} is no kind of fault.");
            }
        }

        return await invoke(invocation, cancellationToken);
    }

    /// <summary>What the faults make of an attempt to bring something from a rule or schedule to its target.</summary>
    /// <param name="source">ARN of the rule or schedule.</param>
    /// <param name="receiver">ARN of the target.</param>
    /// <param name="isDelayed">The attempt was held back already.</param>
    internal DeliveryFaults OnDelivery(string source, string receiver, bool isDelayed)
    {
        List<ActiveFault> faults = [.. _active.Where(active => active.Target.Receiver == receiver && active.Target.Source == source)];
        if (faults.Count == 0)
        {
            return DeliveryFaults.None;
        }

        var delay = TimeSpan.Zero;
        foreach (var active in faults.Where(active => active.Fault.Kind == FaultKind.Delay && !isDelayed && active.Strikes()))
        {
            delay += active.Fault.Delay;
        }

        if (delay > TimeSpan.Zero)
        {
            return DeliveryFaults.None with { Delay = delay };
        }

        // Each counts its cases, also those in which another has struck already.
        List<Fault> struck = [.. faults.Where(active => active.Fault.Kind != FaultKind.Delay && active.Strikes()).Select(active => active.Fault)];
        return new(TimeSpan.Zero, struck.Find(fault => fault.Kind != FaultKind.Duplicate), struck.Exists(fault => fault.Kind == FaultKind.Duplicate));
    }

    private static bool IsOf(ActiveFault active, FunctionResource function) => active.Target.Function is null || active.Target.Function == function.Name;

    /// <summary>The event of a queue with its messages in another order.</summary>
    private static byte[] Reorder(ActiveFault active, ReadOnlyMemory<byte> payload)
    {
        var batch = JsonNode.Parse(payload.Span)!;
        var records = batch["Records"]!.AsArray();
        JsonNode[] shuffled = [.. active.Shuffle(records.Count).Select(index => records[index]!.DeepClone())];
        batch["Records"] = new JsonArray(shuffled);
        return JsonSerializer.SerializeToUtf8Bytes(batch);
    }
}
