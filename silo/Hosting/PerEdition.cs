using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.ApiExtensions;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Something made of the registry, when it is first asked for and again whenever the resources have changed.</summary>
public sealed class PerEdition<T>(ResourceRegistry registry, CustomResources custom, Func<ResourceRegistry, T> make) where T : class
{
    private Tuple<object, T>? _made;

    public T Value
    {
        get
        {
            custom.Refresh();
            var edition = registry.Edition;
            if (_made is { } made && ReferenceEquals(made.Item1, edition)) return made.Item2;
            var value = make(registry);
            _made = Tuple.Create(edition, value);
            return value;
        }
    }
}
