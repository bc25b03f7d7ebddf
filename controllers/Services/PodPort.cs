using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>A service port as one pod serves it.</summary>
public sealed record PodPort(string Name, string Protocol, int Port, string? AppProtocol)
{
    /// <summary>The ports of a service on a pod. A named target that the pod does not have is left out.</summary>
    public static IReadOnlyList<PodPort> Of(Service service, Pod pod) =>
    [
        .. service.Spec.Ports.Select(port => (Port: port, Target: Target(port, pod))).Where(static p => p.Target is not null)
            .Select(static p => new PodPort(p.Port.Name, p.Port.Protocol, p.Target!.Value, p.Port.AppProtocol)),
    ];

    private static int? Target(ServicePort port, Pod pod)
    {
        if (!port.TargetPort.IsString) return port.TargetPort.Number > 0 ? port.TargetPort.Number : port.Port;
        var sidecars = pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always);
        foreach (var container in pod.Spec.Containers.Concat(sidecars))
        {
            foreach (var candidate in container.Ports)
                if (candidate.Name == port.TargetPort.Text && OrTcp(candidate.Protocol) == OrTcp(port.Protocol)) return candidate.ContainerPortValue;
        }

        return null;
    }

    private static string OrTcp(string given) => given.Length == 0 ? Model.Core.Protocol.TCP : given;
}
