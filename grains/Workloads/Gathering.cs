using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>What controllers gather from a snapshot.</summary>
internal static class Gathering
{
    /// <summary>What names the owner as its controller.</summary>
    public static IReadOnlyList<TObject> Controlled<TObject>(this IClusterView view, GroupResource resource, ObjectMeta owner) where TObject : KubeObject =>
        [.. view.ControlledBy(resource, owner.Uid).Select(static item => item.As<TObject>())];

    /// <summary>What nobody controls and the selector selects. Only those are decoded.</summary>
    public static IReadOnlyList<TObject> Orphans<TObject>(this IClusterView view, GroupResource resource, ObjectMeta owner, LabelSelector? selector)
        where TObject : KubeObject =>
        [.. view.Uncontrolled(resource, owner.Namespace).Where(item => selector.Selects(item.Header.Labels)).Select(static item => item.As<TObject>())];
}
