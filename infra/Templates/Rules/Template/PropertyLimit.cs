using System.Globalization;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>What a property's value must be, beyond its kind.</summary>
internal abstract record PropertyLimit
{
    /// <summary>What is expected instead of a value; null when it is all right.</summary>
    public abstract string? Refusal(string value);

    /// <summary>What may have been meant; null for nothing.</summary>
    public virtual string? Suggestion(string value) => null;
}

/// <summary>A number within bounds, or one of the values beside them that have a meaning of their own.</summary>
internal sealed record NumberLimit(long Least, long Most, params long[] OrElse) : PropertyLimit
{
    public override string? Refusal(string value) =>
        !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        || (number >= Least && number <= Most && decimal.IsInteger(number)) || OrElse.Any(other => other == number)
            ? null
            : $"it must be a whole number from {Least.ToString("N0", CultureInfo.InvariantCulture)} to {Most.ToString("N0", CultureInfo.InvariantCulture)}"
                + (OrElse.Length == 0 ? "" : $", or {string.Join(" or ", OrElse)}");
}

/// <summary>One of some words.</summary>
internal sealed record WordLimit(params string[] Words) : PropertyLimit
{
    public override string? Refusal(string value) => Words.Contains(value) ? null : $"it must be one of {string.Join(", ", Words)}";

    public override string? Suggestion(string value) => Rules.Suggestion.Question(value, Words) is { Length: > 0 } question ? question.TrimStart() : null;
}

/// <summary>One of some numbers.</summary>
internal sealed record ChoiceLimit(params int[] Choices) : PropertyLimit
{
    public override string? Refusal(string value) =>
        Choices.Any(choice => choice.ToString(CultureInfo.InvariantCulture) == value) ? null : $"it must be one of {string.Join(", ", Choices)}";
}

/// <summary>An Amazon Resource Name, and of a service where one is named.</summary>
internal sealed record ArnLimit(string? Service = null) : PropertyLimit
{
    public override string? Refusal(string value) => IsKafkaTopic(value)
        || (value.Split(':') is ["arn", _, var service, _, _, _, ..] && (Service is null || service == Service))
            ? null
            : $"it must be an ARN{(Service is null ? "" : $" of {Service}")}";

    public override string? Suggestion(string value) => "Take the attribute that gives the ARN (Fn::GetAtt), not the name or URL that Ref gives.";

    /// <summary>Where failures of Kafka mappings may go.</summary>
    private static bool IsKafkaTopic(string value) => value.StartsWith("kafka://", StringComparison.Ordinal);
}
