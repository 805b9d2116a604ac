using System.Security.Cryptography;
using System.Text;

namespace SensorWatch.Templates.Resolution;

/// <summary>
/// Names and ids of resources that the template doesn't name. CloudFormation ends such a name with a random part; here the
/// same template always gives the same name, so that data kept from an earlier run is found again.
/// </summary>
internal static class PhysicalNames
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int DigestLength = 8;

    /// <summary><c>STACK-LOGICALID</c> in the form that the type allows.</summary>
    /// <param name="type">Its limits.</param>
    /// <param name="stackName">The stack's name.</param>
    /// <param name="logicalId">The resource.</param>
    /// <param name="property">The resource's properties.</param>
    public static string Derive(ResourceType type, string stackName, string logicalId, Func<string, string?> property)
    {
        var suffix = type.SuffixWhen is var (switchProperty, ending) && property(switchProperty) is "true" ? ending : "";
        var full = $"{stackName}-{logicalId}";
        var name = type.LowerCase ? full.ToLowerInvariant() : full;
        var room = type.MaximumNameLength - suffix.Length;

        // What is cut or folded could meet another name; the digest of the full one keeps them apart.
        if (name != full || name.Length > room)
        {
            var head = name[..Math.Min(name.Length, room - DigestLength - 1)];
            name = $"{head.TrimEnd('-')}-{Id(stackName, logicalId, DigestLength)}";
        }

        return name + suffix;
    }

    public static string Id(string stackName, string logicalId, int length)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{stackName}/{logicalId}"));
        return string.Create(length, digest, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = Alphabet[bytes[i % bytes.Length] % Alphabet.Length];
            }

            // Ids that AWS makes can start with a digit; a letter reads better in host names.
            id[0] = Alphabet[bytes[0] % 26];
        });
    }

    public static string Uuid(string of) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16)).ToString();
}
