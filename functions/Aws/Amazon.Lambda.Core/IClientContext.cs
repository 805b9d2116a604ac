#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>What a caller with an AWS mobile SDK says of itself: the JSON of <c>Lambda-Runtime-Client-Context</c>.</summary>
public interface IClientContext
{
    /// <summary>The device: member <c>env</c>.</summary>
    IDictionary<string, string> Environment { get; }

    /// <summary>The application: member <c>client</c>.</summary>
    IClientApplication Client { get; }

    /// <summary>Values of the application's own: member <c>custom</c>.</summary>
    IDictionary<string, string> Custom { get; }
}
