using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace SensorWatch.Infra.Patterns;

/// <summary>The way to a member in C#, as the names that it has in JSON.</summary>
internal static class MemberPath
{
    /// <summary><c>e => e.Alert.Severity</c> is <c>["alert", "severity"]</c>.</summary>
    /// <param name="member">Members of members of the record, and nothing else.</param>
    /// <param name="json">How the record is written.</param>
    /// <exception cref="ArgumentException">The expression does something else, or a member isn't part of the JSON.</exception>
    public static IReadOnlyList<string> Of(LambdaExpression member, JsonSerializerOptions json)
    {
        var names = new Stack<string>();
        var expression = member.Body;
        while (expression is MemberExpression { Member: PropertyInfo property, Expression: { } parent })
        {
            names.Push(NameOf(property.DeclaringType!, property.Name, json));
            expression = parent;
        }

        return expression is ParameterExpression && names.Count > 0
            ? [.. names]
            : throw new ArgumentException($"Expected members of the event, such as e => e.Alert.Severity; got {member}.", nameof(member));
    }

    /// <summary>A property's name in JSON.</summary>
    public static string NameOf(Type type, string property, JsonSerializerOptions json) =>
        json.GetTypeInfo(type).Properties.FirstOrDefault(p => p.AttributeProvider is MemberInfo member && member.Name == property)?.Name
            ?? throw new ArgumentException($"{type.Name}.{property} is not part of the event's JSON.", nameof(property));
}
