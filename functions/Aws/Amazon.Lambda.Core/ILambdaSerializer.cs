#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>Converts events and answers from and to JSON.</summary>
public interface ILambdaSerializer
{
    /// <summary>Reads an event.</summary>
    T Deserialize<T>(Stream requestStream);

    /// <summary>Writes an answer.</summary>
    void Serialize<T>(T response, Stream responseStream);
}
