using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SensorWatch.Functions.Access;

/// <summary>
/// A token as a client carries it, <c>{tokenId}.{secret}</c>: <c>swd_1f3a….9Qb…</c> for a device, <c>swo_…</c> for an operator.
/// The id finds the stored token and may be shown; the prefix lets secret scanners and people know what leaked. The
/// secret is 256 random bits in base64url, and is nowhere kept.
/// </summary>
/// <param name="TokenId">Prefix and 128 random bits.</param>
/// <param name="Secret">32 bytes.</param>
public sealed record Token(string TokenId, byte[] Secret)
{
    public const string DevicePrefix = "swd_";

    public const string OperatorPrefix = "swo_";

    private const int SecretBytes = 32;
    private const int IdHexDigits = 32;
    private const int SecretCharacters = 43;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Makes a token that nobody can guess.</summary>
    public static Token Create(TokenKind kind) =>
        new(PrefixOf(kind) + RandomNumberGenerator.GetHexString(IdHexDigits, lowercase: true), RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Reads a token; null when it has not the form of one.</summary>
    public static Token? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.IndexOf('.');
        if (dot < 0 || !IsTokenId(text.AsSpan(0, dot)) || text.Length - dot - 1 != SecretCharacters || !Base64Url.IsValid(text.AsSpan(dot + 1)))
        {
            return null;
        }

        return new(text[..dot], Base64Url.DecodeFromChars(text.AsSpan(dot + 1)));
    }

    /// <summary>Says whether a text has the form of a token's id.</summary>
    public static bool IsTokenId(ReadOnlySpan<char> text) =>
        text.Length == DevicePrefix.Length + IdHexDigits
        && (text.StartsWith(DevicePrefix) || text.StartsWith(OperatorPrefix))
        && !text[DevicePrefix.Length..].ContainsAnyExcept(HexDigits);

    /// <summary>The whole token, secret and all: to be shown once, to whoever asked for it, and never logged.</summary>
    public string Reveal() => $"{TokenId}.{Base64Url.EncodeToString(Secret)}";

    /// <summary>Not the secret, so that no log shows it by accident.</summary>
    public override string ToString() => TokenId;

    private static string PrefixOf(TokenKind kind) => kind switch
    {
        TokenKind.Device => DevicePrefix,
        TokenKind.Operator => OperatorPrefix,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of token."),
    };
}
