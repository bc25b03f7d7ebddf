using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.NetworkPolicies;

/// <summary>What NetworkPolicies look at in a pod.</summary>
public sealed class TrafficPod
{
    private TrafficPod(Pod pod)
    {
        (Uid, Namespace, Node, Labels) = (pod.Metadata.Uid, pod.Metadata.Namespace, pod.Spec.NodeName, pod.Metadata.Labels);
        IsMeant = !pod.Spec.HostNetwork && !pod.IsFinished();
        Address = IpText.TryParse(pod.Status.PodIP, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? address.ToString() : "";
        Ports =
        [
            .. from container in pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always).Concat(pod.Spec.Containers)
               from port in container.Ports
               where port.Name.Length > 0
               select (port.Name, port.Protocol.Length > 0 ? port.Protocol : Protocol.TCP, port.ContainerPortValue),
        ];
    }

    public string Uid { get; }

    public string Namespace { get; }

    /// <summary>The node that it is bound to, or empty.</summary>
    public string Node { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Its IPv4 address; empty while it has none.</summary>
    public string Address { get; }

    /// <summary>The ports that have names.</summary>
    public IReadOnlyList<(string Name, string Protocol, int Number)> Ports { get; }

    /// <summary>Whether policies are about it: it is in the pods' network and has not finished.</summary>
    public bool IsMeant { get; }

    public static TrafficPod Of(Pod pod) => new(pod);
}
