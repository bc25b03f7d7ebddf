using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Which kernel parameters a pod may set: those that belong to its own namespaces and cannot harm others, and those that the node's owner allows
/// beyond them (k8s.io/kubernetes/pkg/kubelet/sysctl). Pure.
/// </summary>
/// <param name="unsafeAllowed">Names, or beginnings of names with a star at their end.</param>
public sealed class SysctlAllowlist(IReadOnlyList<string> unsafeAllowed)
{
    private static readonly HashSet<string> Safe = new(StringComparer.Ordinal)
    {
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    };

    private static readonly string[] OfIpc = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."];

    /// <summary>Why the pod is refused, or null when it may set what it sets.</summary>
    public PodVerdict? Check(Pod pod)
    {
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? [])
        {
            if (Objection(sysctl.Name.Replace('/', '.'), pod.Spec) is { } why) return new PodVerdict("SysctlForbidden", $"forbidden sysctl: {why}");
        }

        return null;
    }

    private string? Objection(string name, PodSpec pod)
    {
        if (!Safe.Contains(name) && !unsafeAllowed.Any(allowed => allowed.EndsWith('*') ? name.StartsWith(allowed[..^1], StringComparison.Ordinal) : name == allowed))
            return $"\"{name}\" not allowlisted";
        if (pod.HostIPC && OfIpc.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))) return $"\"{name}\" not allowed with host IPC enabled";
        return pod.HostNetwork && name.StartsWith("net.", StringComparison.Ordinal) ? $"\"{name}\" not allowed with host Net enabled" : null;
    }
}
