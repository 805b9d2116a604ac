namespace SensorWatch.Contracts;

/// <summary>
/// An event: a record that states, once, how it travels on the bus. Publishers, rule patterns, handlers and
/// schemas all take what they need from <see cref="Contract"/>; nobody types a <c>detail-type</c> again.
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IEvent<TSelf>
    where TSelf : IEvent<TSelf>
{
    /// <summary>Source, detail-type, version and JSON shape of the event.</summary>
    static abstract EventContract<TSelf> Contract { get; }

    /// <summary>A realistic value: documentation, and input for tests of whatever handles the event.</summary>
    static abstract TSelf Example { get; }
}
