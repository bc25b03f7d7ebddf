using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What a pod's processes read about names: its hostname and /etc/hosts. Pure.</summary>
public static class PodNetworkFiles
{
    private const int LongestHostname = 63;

    private const int LongestName = 64;

    /// <summary>The name that the kernel tells processes: the short one, or with its domain where the pod asks for that.</summary>
    /// <exception cref="RuntimeException">With its domain it is too long for the kernel.</exception>
    public static string KernelName(Pod pod, string domain)
    {
        var name = Hostname(pod);
        if (pod.Spec.SetHostnameAsFQDN != true || pod.Spec.Subdomain.Length == 0) return name;
        var full = $"{name}.{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{domain}";
        return full.Length <= LongestName ? full
            : throw new RuntimeException($"failed to construct FQDN from pod hostname and cluster domain, FQDN {full} is too long ({LongestName} characters is the max, {full.Length} characters requested)");
    }

    public static string Hostname(Pod pod)
    {
        var name = pod.Spec.Hostname.Length > 0 ? pod.Spec.Hostname : pod.Metadata.Name;
        return name.Length <= LongestHostname ? name : name[..LongestHostname].TrimEnd('-', '.');
    }

    /// <param name="pod">Whose file.</param>
    /// <param name="address">The pod's address.</param>
    /// <param name="machine">The machine's own file, which pods on the host's network get.</param>
    /// <param name="domain">The domain of the cluster.</param>
    public static string Hosts(Pod pod, string address, string machine, string domain)
    {
        var text = new StringBuilder("# Kubernetes-managed hosts file");
        if (pod.Spec.HostNetwork) text.Append(" (host network).\n").Append(machine.TrimEnd('\n')).Append('\n');
        else
        {
            text.Append(".\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n");
            text.Append("fe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
            var host = Hostname(pod);
            text.Append(address).Append('\t');
            if (pod.Spec.Subdomain.Length > 0) text.Append($"{host}.{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{domain}\t");
            text.Append(host).Append('\n');
        }

        if (pod.Spec.HostAliases.Count == 0) return text.ToString();
        text.Append("\n# Entries added by HostAliases.\n");
        foreach (var alias in pod.Spec.HostAliases) text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n');
        return text.ToString();
    }
}
