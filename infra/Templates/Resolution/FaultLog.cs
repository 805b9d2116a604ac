using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Resolution;

/// <summary>Where faults go: on, as exceptions, or into a list, with something else in the place of what failed.</summary>
internal sealed class FaultLog(bool tolerant)
{
    private readonly List<ResolutionFault> _faults = [];

    public IReadOnlyList<ResolutionFault> Faults => _faults;

    /// <summary>The result of an action, or what stands in for it.</summary>
    public T Try<T>(Func<T> action, Func<T> standIn)
    {
        if (!tolerant)
        {
            return action();
        }

        var before = _faults.Count;
        try
        {
            return action();
        }
        catch (TemplateResolutionException exception)
        {
            // What fails because something inside it has failed is no fault of its own.
            if (_faults.Count == before)
            {
                _faults.Add(new(exception.Path ?? "", exception.Fault, exception.IsGap));
            }

            return standIn();
        }
    }

    public void Try(Action action) => Try(
        () =>
        {
            action();
            return true;
        },
        () => false);

    /// <summary>A resource as its typed record; null when it can't be read as one.</summary>
    public T? Read<T>(Resource resource, Func<Resource, T> from)
        where T : class
    {
        if (!tolerant)
        {
            return from(resource);
        }

        try
        {
            return from(resource);
        }
        catch (TemplateResolutionException exception)
        {
            // A stand-in is seldom a number or a list, which the template isn't to blame for.
            _faults.Add(new(exception.Path ?? resource.Path, exception.Fault, exception.IsGap || StandIns.HasText(resource.Properties, StandIns.IsUnresolved)) { IsReading = true });
            return null;
        }
    }
}
