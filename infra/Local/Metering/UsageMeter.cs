using System.Text.Json;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Local.Metering;

/// <summary>
/// Counts what AWS would bill, in the units of the price list. The services add to it where they do what is billed; from many
/// threads, also within transactions, and what such a transaction then undoes stays counted.
/// </summary>
/// <param name="unit">What people count the app's use in; null when the app doesn't say.</param>
public sealed class UsageMeter(ForecastUnit? unit = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UsageItem, double> _quantities = [];
    private double _count;

    /// <summary>What people count the app's use in; null when the app doesn't say.</summary>
    public ForecastUnit? Unit => unit;

    /// <summary>How many of <see cref="Unit"/> there were.</summary>
    public double Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>How much there was of an item; zero for none.</summary>
    public double this[UsageItem item]
    {
        get
        {
            lock (_lock)
            {
                return _quantities.GetValueOrDefault(item);
            }
        }
    }

    /// <summary>All that there was.</summary>
    public IReadOnlyDictionary<UsageItem, double> Read()
    {
        lock (_lock)
        {
            return new Dictionary<UsageItem, double>(_quantities);
        }
    }

    /// <summary>Adds to an item.</summary>
    public void Add(UsageItem item, double quantity = 1)
    {
        if (quantity > 0)
        {
            lock (_lock)
            {
                _quantities[item] = _quantities.GetValueOrDefault(item) + quantity;
            }
        }
    }

    /// <summary>Adds one for each chunk of a payload that is begun: of 64 KB, for events and messages.</summary>
    public void AddChunks(UsageItem item, double bytes, double chunk = Sizes.Chunk) => Add(item, Sizes.Steps(bytes, chunk));

    /// <summary>Counts the units that an event carries.</summary>
    /// <param name="event">As a bus delivers it.</param>
    public void CountUnits(JsonElement @event)
    {
        var carried = unit?.CountIn(@event) ?? 0;
        lock (_lock)
        {
            _count += carried;
        }
    }
}
