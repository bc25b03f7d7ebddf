using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.View;

/// <summary>A key, the place just after a key, or an edge of a resource or of one of its namespaces.</summary>
internal readonly struct KeyPosition : IPosition<ApiObject>, IPosition<ObjectKey>
{
    private readonly ObjectKey _key;
    private readonly Reach _reach;
    private readonly int _edge;

    private KeyPosition(ObjectKey key, Reach reach, int edge) => (_key, _reach, _edge) = (key, reach, edge);

    private enum Reach
    {
        Object,
        Namespace,
        Resource,
    }

    public static KeyPosition Of(ObjectKey key) => new(key, Reach.Object, 0);

    public static KeyPosition After(ObjectKey key) => new(key, Reach.Object, 1);

    public static KeyPosition Start(GroupResource resource, string? @namespace) => Edge(resource, @namespace, -1);

    public static KeyPosition End(GroupResource resource, string? @namespace) => Edge(resource, @namespace, 1);

    public int CompareTo(ApiObject item) => CompareTo(item.Key);

    public int CompareTo(ObjectKey item)
    {
        var order = KeyOrder.CompareResources(_key.Resource, item.Resource);
        if (order != 0) return order;
        if (_reach == Reach.Resource) return _edge;
        order = KeyOrder.CompareNamespaces(_key.Namespace, item.Namespace);
        if (order != 0) return order;
        if (_reach == Reach.Namespace) return _edge;
        order = string.CompareOrdinal(_key.Name, item.Name);
        return order != 0 ? order : _edge;
    }

    private static KeyPosition Edge(GroupResource resource, string? @namespace, int edge) =>
        new(new(resource, @namespace ?? "", ""), @namespace is null ? Reach.Resource : Reach.Namespace, edge);
}
