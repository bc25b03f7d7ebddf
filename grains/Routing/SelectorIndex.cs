using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// Finds the objects whose selector selects given labels, without trying every selector: each is filed under one of the labels that it
/// demands. Kept up to date from the change feed; not safe for two threads at once.
/// </summary>
public sealed class SelectorIndex
{
    // How each kind that selects says so; null when it selects nothing.
    private static readonly Dictionary<GroupResource, Func<ApiObject, LabelSelector?>> Selecting = new()
    {
        [Resources.Services] = static o => o.As<Service>().Spec.Selector is { Count: > 0 } labels ? new LabelSelector { MatchLabels = labels } : null,
        [Resources.ReplicationControllers] = static o => new LabelSelector { MatchLabels = o.As<ReplicationController>().Spec.Selector },
        [Resources.ReplicaSets] = static o => o.As<ReplicaSet>().Spec.Selector,
        [Resources.Deployments] = static o => o.As<Deployment>().Spec.Selector,
        [Resources.StatefulSets] = static o => o.As<StatefulSet>().Spec.Selector,
        [Resources.DaemonSets] = static o => o.As<DaemonSet>().Spec.Selector,
        [Resources.Jobs] = static o => o.As<Job>().Spec.Selector,
        [Resources.PodDisruptionBudgets] = static o => o.As<PodDisruptionBudget>().Spec.Selector,
    };

    private readonly Dictionary<ObjectKey, LabelSelector> _selectors = [];
    private readonly Dictionary<Place, HashSet<ObjectKey>> _filed = [];

    /// <summary>The index of everything in a view.</summary>
    public static SelectorIndex Of(IClusterView view)
    {
        var index = new SelectorIndex();
        foreach (var resource in Selecting.Keys)
            foreach (var item in view.List(resource)) index.Add(item);
        return index;
    }

    /// <summary>Takes a change in.</summary>
    public void Apply(ObjectChange change)
    {
        if (!Selecting.ContainsKey(change.Key.Resource)) return;
        Remove(change.Key);
        if (change.Kind != ChangeKind.Deleted) Add(change.Object);
    }

    /// <summary>The objects of a resource in a namespace whose selector selects these labels.</summary>
    public IEnumerable<ObjectKey> Matching(GroupResource resource, string @namespace, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var key in Filed(new Place(resource, @namespace, "", "")))
            if (_selectors[key].Selects(labels)) yield return key;
        foreach (var (label, value) in labels)
        {
            foreach (var key in Filed(new Place(resource, @namespace, label, value)))
                if (_selectors[key].Selects(labels)) yield return key;
        }
    }

    private static Place PlaceOf(ObjectKey key, LabelSelector selector)
    {
        foreach (var (label, value) in selector.MatchLabels) return new Place(key.Resource, key.Namespace, label, value);
        return new Place(key.Resource, key.Namespace, "", "");
    }

    private HashSet<ObjectKey> Filed(Place place) => _filed.TryGetValue(place, out var keys) ? keys : [];

    private void Add(ApiObject item)
    {
        if (Selecting[item.Key.Resource](item) is not { } selector) return;
        _selectors[item.Key] = selector;
        var place = PlaceOf(item.Key, selector);
        if (!_filed.TryGetValue(place, out var keys)) _filed[place] = keys = [];
        keys.Add(item.Key);
    }

    private void Remove(ObjectKey key)
    {
        if (!_selectors.Remove(key, out var selector)) return;
        var place = PlaceOf(key, selector);
        var keys = _filed[place];
        keys.Remove(key);
        if (keys.Count == 0) _filed.Remove(place);
    }

    private readonly record struct Place(GroupResource Resource, string Namespace, string Label, string Value);
}
