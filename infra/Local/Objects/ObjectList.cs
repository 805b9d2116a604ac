using System.Globalization;
using System.Text;

namespace SensorWatch.Local.Objects;

/// <summary>What a call asks for of a bucket's keys.</summary>
/// <param name="Prefix">Of the keys.</param>
/// <param name="Delimiter">Keys that have it behind the prefix are told as one common prefix; empty for none.</param>
/// <param name="Maximum">Of keys and common prefixes.</param>
/// <param name="After">The key behind which to begin; empty for the first.</param>
/// <param name="AfterCommonPrefix">Keys below <paramref name="After"/>, a common prefix, were told by an earlier page.</param>
internal sealed record ObjectList(string Prefix, string Delimiter, int Maximum, string After, bool AfterCommonPrefix)
{
    private const char KeyToken = 'k';
    private const char PrefixToken = 'p';

    /// <summary>Reads a request's query.</summary>
    /// <exception cref="S3Exception">A maximum or token that is none.</exception>
    public static ObjectList Of(S3Request request, int maximum)
    {
        var token = request.Query("continuation-token") is { Length: > 0 } text ? ReadToken(text) : null;
        return new(
            request.Query("prefix") ?? "",
            request.Query("delimiter") ?? "",
            Math.Min(ReadMaximum(request.Query("max-keys")) ?? maximum, maximum),
            token?[1..] ?? request.Query("start-after") ?? "",
            token?[0] == PrefixToken);
    }

    /// <summary>Reads one page.</summary>
    /// <param name="read">Gives objects after a key's bytes, in their order, and at most so many.</param>
    public ObjectPage Read(Func<byte[], int, IReadOnlyList<StoredObject>> read)
    {
        var objects = new List<StoredObject>();
        var prefixes = new List<string>();
        string? last = null;
        foreach (var stored in Candidates(read))
        {
            var common = CommonPrefix(stored.Key);
            if (common is not null && (prefixes.LastOrDefault() == common || (AfterCommonPrefix && common == After)))
            {
                continue;
            }

            if (objects.Count + prefixes.Count == Maximum)
            {
                // No maximum but zero comes here without a last one; S3 calls that page complete.
                return new(objects, prefixes, last is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(last)));
            }

            if (common is null)
            {
                objects.Add(stored);
                last = KeyToken + stored.Key;
            }
            else
            {
                prefixes.Add(common);
                last = PrefixToken + common;
            }
        }

        return new(objects, prefixes, null);
    }

    private IEnumerable<StoredObject> Candidates(Func<byte[], int, IReadOnlyList<StoredObject>> read)
    {
        const int PageSize = 1_000;
        var prefix = Encoding.UTF8.GetBytes(Prefix);
        var after = Encoding.UTF8.GetBytes(After);
        if (after.AsSpan().SequenceCompareTo(prefix) < 0)
        {
            foreach (var exact in read(after, 1).Where(stored => stored.Key == Prefix))
            {
                yield return exact;
            }

            after = prefix;
        }

        while (true)
        {
            var page = read(after, PageSize);
            foreach (var stored in page)
            {
                if (!stored.Key.StartsWith(Prefix, StringComparison.Ordinal))
                {
                    yield break;
                }

                yield return stored;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = Encoding.UTF8.GetBytes(page[^1].Key);
        }
    }

    private string? CommonPrefix(string key)
    {
        var at = Delimiter.Length == 0 ? -1 : key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + Delimiter.Length)];
    }

    private static int? ReadMaximum(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum) ? maximum
        : throw S3Exception.InvalidArgument("Argument max-keys must be an integer between 0 and 2147483647");

    private static string ReadToken(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text)) is [KeyToken or PrefixToken, ..] token ? token : throw WrongToken();
        }
        catch (FormatException)
        {
            throw WrongToken();
        }
    }

    private static S3Exception WrongToken() => S3Exception.InvalidArgument("The continuation token provided is incorrect");
}

/// <summary>A page of a list.</summary>
/// <param name="Objects">In the order of their keys.</param>
/// <param name="CommonPrefixes">In their order.</param>
/// <param name="NextToken">Null on the last page.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> CommonPrefixes, string? NextToken);
