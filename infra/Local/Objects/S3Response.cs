using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Objects;

/// <summary>Writes S3's XML.</summary>
internal static class S3Response
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // A key may have characters that XML can't; S3 writes them as references all the same.
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Async = true, CheckCharacters = false };

    /// <summary>An element, in S3's namespace, of the children that are not null.</summary>
    public static XElement Element(string name, params IEnumerable<object?> children) => new(Namespace + name, children);

    /// <summary>S3's form of times in XML.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static string Quoted(string etag) => $"\"{etag}\"";

    public static Task WriteAsync(HttpContext context, XElement answer) => WriteAsync(context, StatusCodes.Status200OK, answer);

    public static Task WriteErrorAsync(HttpContext context, S3Exception error, string requestId)
    {
        if (HttpMethods.IsHead(context.Request.Method) || error.StatusCode == StatusCodes.Status304NotModified)
        {
            context.Response.StatusCode = error.StatusCode;
            return Task.CompletedTask;
        }

        var answer = new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message));
        answer.Add(error.Details.Select(detail => new XElement(detail.Name, detail.Value)));
        answer.Add(new XElement("RequestId", requestId), new XElement("HostId", requestId));
        return WriteAsync(context, error.StatusCode, answer);
    }

    private static async Task WriteAsync(HttpContext context, int statusCode, XElement answer)
    {
        using var buffer = new MemoryStream();
        await using (var writer = XmlWriter.Create(buffer, Settings))
        {
            await answer.WriteToAsync(writer, context.RequestAborted);
        }

        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }
}
