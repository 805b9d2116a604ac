using System.Linq.Expressions;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Calls that EventBridge has an operator for.</summary>
internal static class CallReader
{
    private const string Ordinal = "Write StringComparison.Ordinal or StringComparison.OrdinalIgnoreCase.";

    public static Meaning Read(MethodCallExpression call, Scope scope, bool negated)
    {
        var owner = call.Method.DeclaringType;
        if (owner == typeof(string))
        {
            return ReadText(call, scope, negated);
        }

        if (owner == typeof(Pattern))
        {
            return ReadMarker(call, scope, negated);
        }

        return call.Method.Name is nameof(Enumerable.Any) or nameof(Enumerable.Contains)
            ? CollectionReader.Read(call, scope, negated)
            : throw Refusals.Call(call);
    }

    private static Meaning ReadText(MethodCallExpression call, Scope scope, bool negated)
    {
        // A call on a text throws when it is null; a static one compares null too.
        var isStatic = call.Object is null;
        var arguments = isStatic ? [.. call.Arguments] : call.Arguments.Prepend(call.Object!).ToArray();
        if (call.Method.Name == nameof(string.IsNullOrEmpty))
        {
            return ComparisonReader.IsEqual(arguments[0], ["", null], scope, negated);
        }

        if (arguments.Length < 2 || (isStatic && call.Method.Name != nameof(string.Equals)))
        {
            throw Refusals.Call(call);
        }

        if (isStatic && !scope.IsAbout(arguments[0]))
        {
            (arguments[0], arguments[1]) = (arguments[1], arguments[0]);
        }

        if (!scope.IsAbout(arguments[0]) || arguments.Skip(1).Any(scope.IsAbout))
        {
            throw new PatternNotSupportedException(
                CSharpText.Of(call), "EventBridge compares a member with constants.", "Ask it of the member, with a constant as what it is compared with.");
        }

        var comparison = arguments.Length > 2 ? Constants.Evaluate(arguments[2]) as StringComparison? : DefaultComparison(call);
        var member = isStatic ? MemberReader.Read(arguments[0], scope) : MemberReader.ReadKnown(arguments[0], scope);
        RequireText(member, call);
        return Constants.Evaluate(arguments[1]) is { } text
            ? Meaning.Of(member, new ScalarValues(false, member.Place.CanBeNull, TextsOf(call, text, comparison)), negated)
            : isStatic
                ? ComparisonReader.IsNull(arguments[0], scope, negated)
                : throw new PatternNotSupportedException(CSharpText.Of(call), "the text is null.", "Compare with null by `== null`.");
    }

    private static StringComparison? DefaultComparison(MethodCallExpression call)
    {
        // Of all, only the beginnings and ends that are texts are compared as the culture has it.
        var isCultural = call.Method.Name is nameof(string.StartsWith) or nameof(string.EndsWith)
            && call.Method.GetParameters()[0].ParameterType == typeof(string);
        return isCultural ? StringComparison.CurrentCulture : StringComparison.Ordinal;
    }

    private static TextSet TextsOf(MethodCallExpression call, object constant, StringComparison? comparison)
    {
        var part = CSharpText.Of(call);
        if (comparison is not (StringComparison.Ordinal or StringComparison.OrdinalIgnoreCase))
        {
            throw new PatternNotSupportedException(part, "C# compares as a culture has it, and EventBridge doesn't.", Ordinal);
        }

        var ignoresCase = comparison == StringComparison.OrdinalIgnoreCase;
        var text = ignoresCase ? TextConstant.ReadIgnoringCase(constant, part) : TextConstant.Read(constant, part);
        return (call.Method.Name, ignoresCase) switch
        {
            (nameof(string.Equals), false) => TextSet.Of(TextOperator.Equals, text),
            (nameof(string.Equals), true) => TextSet.Of(TextOperator.EqualsIgnoringCase, text),
            (nameof(string.StartsWith) or nameof(string.EndsWith) or nameof(string.Contains), _) when text.Length == 0 => TextSet.All,
            (nameof(string.StartsWith), false) => TextSet.Of(TextOperator.StartsWith, text),
            (nameof(string.StartsWith), true) => TextSet.Of(TextOperator.StartsWithIgnoringCase, text),
            (nameof(string.EndsWith), false) => TextSet.Of(TextOperator.EndsWith, text),
            (nameof(string.EndsWith), true) => TextSet.Of(TextOperator.EndsWithIgnoringCase, text),
            (nameof(string.Contains), false) => TextSet.Of(TextOperator.Like, $"*{TextTerm.Escape(text)}*"),
            (nameof(string.Contains), true) => throw new PatternNotSupportedException(
                part, "EventBridge ignores case in whole texts, beginnings and ends alone.", "Compare the case too, or one of those."),
            _ => throw Refusals.Call(call),
        };
    }

    private static Meaning ReadMarker(MethodCallExpression call, Scope scope, bool negated)
    {
        if (scope.IsAbout(call.Arguments[1]))
        {
            throw new PatternNotSupportedException(CSharpText.Of(call), "EventBridge compares a member with constants.", "Give a constant.");
        }

        var member = MemberReader.Read(call.Arguments[0], scope);
        RequireText(member, call);
        var text = (string?)Constants.Evaluate(call.Arguments[1]) ?? "";
        try
        {
            var texts = call.Method.Name == nameof(Pattern.Like) ? Like(text) : IsInRange(text);
            return Meaning.Of(member, new ScalarValues(false, member.Place.CanBeNull, texts), negated);
        }
        catch (ArgumentException exception)
        {
            throw new PatternNotSupportedException(CSharpText.Of(call), exception.Message, "Mend the text.");
        }
    }

    private static TextSet Like(string wildcard)
    {
        _ = Pattern.ParseWildcard(wildcard);
        return TextSet.Of(TextOperator.Like, wildcard);
    }

    private static TextSet IsInRange(string range)
    {
        _ = Pattern.ParseRange(range);
        return TextSet.Of(TextOperator.IsInRange, range);
    }

    private static void RequireText(MemberUse member, MethodCallExpression call)
    {
        if (member.Place.Type != typeof(string))
        {
            throw Refusals.Call(call);
        }

        _ = ScalarDomain.Of(member.Place);
    }
}
