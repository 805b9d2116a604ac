using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Objects;

/// <summary>Reads the XML bodies of requests, with or without S3's namespace.</summary>
internal static class S3Xml
{
    /// <summary>10,000 parts with their checksums fit several times over.</summary>
    private const int MaximumBytes = 8 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit };

    /// <exception cref="S3Exception">It is no XML with that root.</exception>
    public static async Task<XElement> ReadAsync(S3Request request, string root)
    {
        if (await RequestBody.ReadAsync(request.Http, MaximumBytes) is not { } body)
        {
            throw S3Exception.MalformedXml();
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Settings);
            var element = await XElement.LoadAsync(reader, LoadOptions.PreserveWhitespace, request.Aborted);
            return element.Name.LocalName == root ? element : throw S3Exception.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Exception.MalformedXml();
        }
    }

    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    /// <exception cref="S3Exception">There is no such child.</exception>
    public static string Text(this XElement element, string name) =>
        element.Children(name).FirstOrDefault()?.Value ?? throw S3Exception.MalformedXml();

    /// <exception cref="S3Exception">There is no such child, or it is no number.</exception>
    public static int Number(this XElement element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw S3Exception.MalformedXml();
}
