using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>What services and controllers select, kept up to date change by change. It tells which pods belong together. For one thread.</summary>
public sealed class SelectorCatalog
{
    private readonly Dictionary<string, Dictionary<string, IReadOnlyDictionary<string, string>>> _services = [];
    private readonly Dictionary<string, LabelSelector> _controllers = [];

    public void Read(Service service, bool isGone)
    {
        var (space, name) = (service.Metadata.Namespace, service.Metadata.Name);
        if (_services.TryGetValue(space, out var known) && known.Remove(name) && known.Count == 0) _services.Remove(space);
        if (isGone || service.Spec.Selector.Count == 0) return;
        if (!_services.TryGetValue(space, out var services)) _services[space] = services = [];
        services[name] = service.Spec.Selector;
    }

    public void Read(ReplicationController controller, bool isGone) => Read(controller, new LabelSelector { MatchLabels = controller.Spec.Selector }, isGone);

    public void Read(ReplicaSet set, bool isGone) => Read(set, set.Spec.Selector, isGone);

    public void Read(StatefulSet set, bool isGone) => Read(set, set.Spec.Selector, isGone);

    /// <summary>All that the services of a pod and its controller demand of their pods together, or null where there is none of these.</summary>
    public LabelSelector? Around(PodDemand pod)
    {
        var services = _services.TryGetValue(pod.Namespace, out var all) ? all.Values.Where(selector => pod.Labels.Contains(selector)).ToArray() : [];
        var controller = pod.Owner is { } owner ? _controllers.GetValueOrDefault(owner) : null;
        if (services.Length == 0) return controller is null || controller.IsEmpty() ? null : controller;
        var labels = new Dictionary<string, string>(services.SelectMany(static selector => selector).DistinctBy(static label => label.Key));
        foreach (var (key, value) in controller?.MatchLabels ?? EmptyMap<string>.Value) labels[key] = value;
        return new LabelSelector { MatchLabels = labels, MatchExpressions = controller?.MatchExpressions ?? [] };
    }

    private void Read(KubeObject controller, LabelSelector? selector, bool isGone)
    {
        if (isGone || selector is null) _controllers.Remove(controller.Metadata.Uid);
        else _controllers[controller.Metadata.Uid] = selector;
    }
}
