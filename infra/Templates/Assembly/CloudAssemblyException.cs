namespace SensorWatch.Templates.Assembly;

/// <summary>A cloud assembly that is missing, incomplete or not understood. The message names the file and what to do.</summary>
public sealed class CloudAssemblyException : Exception
{
    public CloudAssemblyException(string message)
        : base(message)
    {
    }

    public CloudAssemblyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
