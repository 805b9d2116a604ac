namespace SensorWatch.Functions.Access;

/// <summary>Whose token it is, which decides about its routes (<see cref="RouteAccess"/>).</summary>
public enum TokenKind
{
    /// <summary>A device posts readings of its own sensors and does nothing else.</summary>
    Device,

    /// <summary>A person, or a program that acts for people: everything but what only devices do.</summary>
    Operator,
}
