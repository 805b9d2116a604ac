using System.Xml.Linq;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// A service that speaks AWS's Query protocol: a form with <c>Action=Operation</c>, answered with XML.
/// Protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
/// </summary>
public interface IAwsQueryService
{
    /// <summary>The service's name in request signatures: <c>sns</c>.</summary>
    string SigningName { get; }

    /// <summary>Of the answers: <c>http://sns.amazonaws.com/doc/2010-03-31/</c>.</summary>
    XNamespace XmlNamespace { get; }

    /// <summary>The operations that it has, for the message to a caller who asks for another.</summary>
    IReadOnlyCollection<string> Operations { get; }

    /// <summary>Does one operation.</summary>
    /// <param name="call">Its name, such as <c>Publish</c>, its form, and the request, which tells who calls.</param>
    /// <returns>
    /// What stands in the result element, <c>PublishResult</c>, without a namespace; null for an operation that this
    /// service doesn't have (answered with 501).
    /// </returns>
    /// <exception cref="AwsException">Any error that the caller shall see; its code is the protocol's plain one, such as <c>NotFound</c>.</exception>
    IReadOnlyList<XElement>? Handle(ServiceCall call);
}
