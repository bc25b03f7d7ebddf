using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>kubelet's <c>/runningpods</c>: what the runtime knows of the pods that run, which is little. Pure.</summary>
internal static class RunningPods
{
    public static IReadOnlyList<Pod> Of(IEnumerable<RuntimeContainer> containers) =>
    [
        .. containers.Where(static c => c.State == RuntimeState.Running).GroupBy(static c => c.Pod).OrderBy(static p => p.Key.Namespace, StringComparer.Ordinal).ThenBy(static p => p.Key.Name, StringComparer.Ordinal)
            .Select(static p => new Pod
            {
                Metadata = new ObjectMeta { Name = p.Key.Name, Namespace = p.Key.Namespace, Uid = p.Key.Uid },
                Spec = new PodSpec { Containers = [.. p.Where(static c => !c.IsSandbox).OrderBy(static c => c.Name, StringComparer.Ordinal).Select(static c => new Container { Name = c.Name, Image = c.Image })] },
            }),
    ];
}
