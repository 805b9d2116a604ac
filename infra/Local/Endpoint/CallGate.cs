namespace SensorWatch.Local.Endpoint;

/// <summary>What every call of an AWS service passes before its operation runs.</summary>
/// <param name="authorize">Throws an <see cref="AwsException"/> when the caller may not do it.</param>
/// <param name="disturb">Delays what is allowed, or throws an <see cref="AwsException"/>: faults on demand. Null for none.</param>
public sealed class CallGate(Action<ServiceCall> authorize, Func<ServiceCall, CancellationToken, ValueTask>? disturb = null)
{
    /// <summary>Lets everything through.</summary>
    public static CallGate Open { get; } = new(_ => { });

    /// <summary>Lets a call pass, or stops it.</summary>
    /// <exception cref="AwsException">What the service answers instead of doing it.</exception>
    public ValueTask PassAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        Authorize(call);
        return disturb?.Invoke(call, cancellationToken) ?? ValueTask.CompletedTask;
    }

    /// <summary>Whether the caller may.</summary>
    /// <exception cref="AwsException">It may not; in the words of the service.</exception>
    public void Authorize(ServiceCall call) => authorize(call);
}
