using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A port of the node that a pod occupies.</summary>
public readonly record struct HostPort(string Address, string Protocol, int Port)
{
    private const string Any = "0.0.0.0";

    /// <summary>Whether two pods with these ports cannot share a node.</summary>
    public bool ConflictsWith(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Address == other.Address || Address == Any || other.Address == Any);

    public static IReadOnlyList<HostPort> Of(Pod pod)
    {
        List<HostPort>? ports = null;
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always)))
        {
            foreach (var port in container.Ports)
            {
                if (port.HostPort == 0) continue;
                (ports ??= []).Add(new HostPort(port.HostIP.Length == 0 ? Any : port.HostIP, port.Protocol.Length == 0 ? Model.Core.Protocol.TCP : port.Protocol, port.HostPort));
            }
        }

        return ports ?? (IReadOnlyList<HostPort>)[];
    }
}
