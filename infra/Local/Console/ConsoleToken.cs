using System.Security.Cryptography;
using System.Text;

namespace SensorWatch.Local.Console;

/// <summary>
/// The secret that the console's page sends with what changes something. Another site's page can send requests here too,
/// but can't read this page, and so doesn't know it. New at each start.
/// </summary>
internal sealed class ConsoleToken
{
    /// <summary>The request header that carries it.</summary>
    public const string Header = "x-console-token";

    private readonly byte[] _bytes;

    public ConsoleToken()
    {
        Value = RandomNumberGenerator.GetHexString(48, lowercase: true);
        _bytes = Encoding.ASCII.GetBytes(Value);
    }

    /// <summary>Hexadecimal digits.</summary>
    public string Value { get; }

    /// <summary>Whether that is it; the time that the answer takes doesn't tell how much of it is right.</summary>
    public bool Matches(string? given) => CryptographicOperations.FixedTimeEquals(_bytes, Encoding.UTF8.GetBytes(given ?? ""));
}
