using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Dns;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Writes the files about names that the containers of a pod share: /etc/hosts and /etc/resolv.conf.</summary>
public sealed class PodFiles(PodFolders folders, IPodEnvironment node, IEventRecorder events)
{
    /// <summary>
    /// Writes them as the pod's address asks. Called before each container, because an agent may end between a sandbox and its files;
    /// a file that is mounted already is changed in place.
    /// </summary>
    public void Write(Pod pod, string address)
    {
        var uid = pod.Metadata.Uid;
        Directory.CreateDirectory(folders.Pod(uid));
        Write(folders.Hosts(uid), PodNetworkFiles.Hosts(pod, address, Read("/etc/hosts"), node.ClusterDomain));
        var resolver = ResolverFile.Of(pod, Read(Resolvers.File()), node.ClusterDns, node.ClusterDomain);
        if (!Write(folders.Resolver(uid), resolver.Text)) return;
        foreach (var (reason, message) in resolver.Warnings) events.Warning(pod, reason, message);
    }

    /// <summary>Whether the file had to be written.</summary>
    private static bool Write(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file) == text) return false;
        File.WriteAllText(file, text);
        return true;
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
