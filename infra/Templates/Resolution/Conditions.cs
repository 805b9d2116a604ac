using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resolution;

/// <summary>
/// The conditions of a template. Reference:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
/// </summary>
internal sealed class Conditions(StackScope stack, IntrinsicFunctions functions, Evaluation evaluation)
{
    /// <summary>Whether the named condition holds.</summary>
    public bool Holds(string name, Location at)
    {
        var definition = stack.Section("Conditions")?[name]
            ?? throw at.Error($"the template has no condition '{name}'.");
        return evaluation.Once($"{stack.Id} condition {name}", at, () => Evaluate(definition, stack.At($"Conditions.{name}")));
    }

    private bool Evaluate(JsonNode? node, Location at)
    {
        if (node is not JsonObject { Count: 1 } call)
        {
            throw at.Error("a condition function is expected: Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.");
        }

        var (name, argument) = call.First();
        return name switch
        {
            "Fn::Equals" => Operands(argument, 2, 2, at) is var pair && functions.Text(pair[0], at) == functions.Text(pair[1], at),
            "Fn::And" => Operands(argument, 2, 10, at).All(operand => Evaluate(operand, at.Member(name))),
            "Fn::Or" => Operands(argument, 2, 10, at).Any(operand => Evaluate(operand, at.Member(name))),
            "Fn::Not" => !Evaluate(Operands(argument, 1, 1, at)[0], at.Member(name)),
            "Condition" => Holds(functions.Text(argument, at), at),
            _ => throw at.Error($"{name} is no condition function: Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition."),
        };
    }

    private static JsonArray Operands(JsonNode? argument, int fewest, int most, Location at) =>
        argument is JsonArray operands && operands.Count >= fewest && operands.Count <= most
            ? operands
            : throw at.Error($"a list of {(fewest == most ? fewest : $"{fewest} to {most}")} values is expected.");
}
