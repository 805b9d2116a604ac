using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>What a target gets of an event: all of it, a part, a constant, or a text made of it.</summary>
internal static class TargetInput
{
    /// <summary>Makes the function from events to inputs; it gives null for an event that EventBridge would drop here.</summary>
    /// <exception cref="FormatException">The target is put wrong; the message says how.</exception>
    public static Func<BusEvent, string?> Compile(RuleResource rule, RuleTarget target)
    {
        if (new object?[] { target.Input, target.InputPath, target.InputTransformer }.Count(kind => kind is not null) > 1)
        {
            throw new FormatException("Input, InputPath and InputTransformer exclude each other.");
        }

        if (target.Input is { } constant)
        {
            return _ => constant;
        }

        if (target.InputPath is { } path)
        {
            var parsed = EventPath.Parse(path);
            return e => parsed.Find(e.Root)?.GetRawText();
        }

        if (target.InputTransformer is { } json)
        {
            var transformer = InputTransformer.Parse(json);
            return e => transformer.Transform(e, rule);
        }

        return e => e.Text;
    }
}
