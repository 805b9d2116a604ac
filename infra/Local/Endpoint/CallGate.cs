namespace SensorWatch.Local.Endpoint;

/// <summary>What every call of an AWS service passes before its operation runs.</summary>
/// <param name="authorize">Throws an <see cref="AwsException"/> when the caller may not do it.</param>
public sealed class CallGate(Action<ServiceCall> authorize)
{
    /// <summary>Lets everything through.</summary>
    public static CallGate Open { get; } = new(_ => { });

    /// <summary>Lets a call pass, or stops it.</summary>
    /// <exception cref="AwsException">What the service answers instead of doing it.</exception>
    public ValueTask PassAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Authorize(call);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the caller may.</summary>
    /// <exception cref="AwsException">It may not; in the words of the service.</exception>
    public void Authorize(ServiceCall call) => authorize(call);
}
