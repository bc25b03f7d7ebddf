using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>
/// Something made from objects of a few resources. It is made anew when one of them has changed, which the change feed tells without waiting.
/// </summary>
/// <param name="cluster">Where the objects are.</param>
/// <param name="watched">The resources.</param>
/// <param name="make">Makes it. For one caller at a time.</param>
internal sealed class Derived<TValue>(IClusterState cluster, IReadOnlyList<GroupResource> watched, Func<IClusterView, TValue> make)
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly IChangeCursor?[] _cursors = new IChangeCursor?[watched.Count];
    private TValue? _value;

    public TValue Value
    {
        get
        {
            lock (_lock)
            {
                if (_value is null || HasChanged()) _value = Remake();
                return _value;
            }
        }
    }

    private bool HasChanged()
    {
        var changed = false;
        foreach (var cursor in _cursors) changed |= cursor!.HasChanged();
        return changed;
    }

    private TValue Remake()
    {
        var view = cluster.Current;
        for (var i = 0; i < watched.Count; i++)
        {
            _cursors[i]?.Dispose();
            _cursors[i] = cluster.Follow(watched[i], view.Revision);
        }

        return make(view);
    }
}
