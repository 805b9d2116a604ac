namespace SensorWatch.Templates.Access;

/// <summary>
/// The patterns of policies: <c>*</c> for any characters, <c>?</c> for one, <c>${…}</c> for a variable.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
/// </summary>
internal static class Wildcard
{
    // Characters of the private use area stand for the wildcards, so that those of a variable's value stay what they are.
    private const char Any = '\uE000';
    private const char One = '\uE001';

    /// <summary>Whether a pattern takes a value.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="value">The value.</param>
    /// <param name="ignoreCase">Whether case means nothing.</param>
    /// <param name="variables">Values for variables; null where <c>${…}</c> is plain text.</param>
    public static bool Matches(string pattern, string value, bool ignoreCase, AccessContext? variables) =>
        Prepare(pattern, variables) is { } prepared && MatchesPrepared(prepared, value, ignoreCase);

    /// <summary>Whether every value that one pattern takes is taken by another one: <c>s3:*</c> covers <c>s3:Get*</c>.</summary>
    public static bool Covers(string wide, string narrow, bool ignoreCase) => MatchesPrepared(Prepare(wide, null)!, narrow, ignoreCase);

    /// <summary>The text with its variables filled in; null when the request lacks one of them, and then nothing matches.</summary>
    public static string? Expand(string text, AccessContext? variables) => Fill(text, variables, plain => plain);

    /// <summary>Each of an ARN's six parts is compared by itself, so that <c>*</c> in one takes no colon but in the last.</summary>
    public static bool MatchesArn(string pattern, string value, AccessContext? variables)
    {
        if (Prepare(pattern, variables) is not { } prepared)
        {
            return false;
        }

        var (patterns, values) = (prepared.Split(':', 6), value.Split(':', 6));
        return patterns.Length == values.Length && patterns.Zip(values).All(part => MatchesPrepared(part.First, part.Second, ignoreCase: false));
    }

    private static string? Prepare(string pattern, AccessContext? variables) =>
        Fill(pattern, variables, plain => plain.Replace('*', Any).Replace('?', One));

    private static string? Fill(string text, AccessContext? variables, Func<string, string> plain)
    {
        if (variables is null)
        {
            return plain(text);
        }

        var filled = new System.Text.StringBuilder();
        var position = 0;
        while (text.IndexOf("${", position, StringComparison.Ordinal) is var start and >= 0 && text.IndexOf('}', start) is var end and > 0)
        {
            filled.Append(plain(text[position..start]));
            if (ValueOf(text[(start + 2)..end], variables) is not { } value)
            {
                return null;
            }

            filled.Append(value);
            position = end + 1;
        }

        return filled.Append(plain(text[position..])).ToString();
    }

    /// <summary>
    /// <c>${*}</c>, <c>${?}</c> and <c>${$}</c> are these characters themselves; <c>${key, 'value'}</c> gives the value when the
    /// request lacks the key. A key with many values has none here.
    /// </summary>
    private static string? ValueOf(string variable, AccessContext context)
    {
        if (variable is "*" or "?" or "$")
        {
            return variable;
        }

        var (key, fallback) = variable.Split(',', 2) is [var name, var other] ? (name.Trim(), other.Trim().Trim('\'')) : (variable, null);
        return context[key] is [var single] ? single : fallback;
    }

    /// <summary>Goes back to the last <c>*</c> when what follows it doesn't fit, which takes at most length times length steps.</summary>
    private static bool MatchesPrepared(string pattern, string value, bool ignoreCase)
    {
        var (p, v, star, resume) = (0, 0, -1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == Any)
            {
                (star, resume) = (p++, v);
            }
            else if (p < pattern.Length && (pattern[p] == One || AreEqual(pattern[p], value[v], ignoreCase)))
            {
                p++;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart(Any).IsEmpty;
    }

    private static bool AreEqual(char one, char other, bool ignoreCase) =>
        one == other || (ignoreCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}
