using System.Security.Cryptography;

namespace SensorWatch.Functions.Access;

/// <summary>
/// A secret as it is stored: HMAC-SHA256 of the secret, keyed with a salt of its own. One pass is enough: stretching
/// (PBKDF2, Argon2) makes guessing of passwords slow, and 256 random bits can't be guessed at any speed. It would cost
/// every request instead. The salt keeps equal secrets from showing as equal.
/// </summary>
/// <param name="Salt">16 bytes.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record SecretHash(byte[] Salt, byte[] Hash)
{
    private const int SaltBytes = 16;

    /// <summary>Hashes a secret with a new salt.</summary>
    public static SecretHash Of(ReadOnlySpan<byte> secret)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new(salt, HMACSHA256.HashData(salt, secret));
    }

    /// <summary>Compares in the same time whether the first byte differs or the last.</summary>
    public bool Matches(ReadOnlySpan<byte> secret) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Salt, secret), Hash);
}
