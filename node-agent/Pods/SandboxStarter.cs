using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Makes a pod's volumes, its sandbox and the files about names that its containers share.</summary>
public sealed class SandboxStarter(IContainerRuntime runtime, PodVolumes volumes, PodFolders folders, IPodEnvironment node)
{
    /// <exception cref="References.ReferenceException">A volume cannot be made.</exception>
    /// <exception cref="RuntimeException">The runtime refuses the sandbox.</exception>
    public async Task RunAsync(Pod pod, int attempt, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folders.Pod(pod.Metadata.Uid));
        await volumes.PrepareAsync(WithHost(pod), cancellationToken);
        var id = await runtime.RunSandboxAsync(new SandboxSpec
        {
            Pod = ContainerSpecBuilder.PodOf(pod), Attempt = attempt, Hostname = PodNetworkFiles.Hostname(pod),
            HostNetwork = pod.Spec.HostNetwork, HostPid = pod.Spec.HostPID, HostIpc = pod.Spec.HostIPC,
            HostPorts = pod.Spec.HostNetwork ? [] : [.. pod.Spec.Containers.SelectMany(c => c.Ports).Where(p => p.HostPort > 0)],
            Sysctls = pod.Spec.SecurityContext?.Sysctls.ToDictionary(s => s.Name, s => s.Value) ?? [],
        }, cancellationToken);
        var made = await runtime.ListAsync(pod.Metadata.Uid, cancellationToken);
        WriteFiles(pod, made.FirstOrDefault(c => c.Id == id)?.Address ?? "");
    }

    private Pod WithHost(Pod pod) => pod with { Status = pod.Status with { HostIP = node.HostIP } };

    private void WriteFiles(Pod pod, string address)
    {
        var uid = pod.Metadata.Uid;
        File.WriteAllText(folders.Hosts(uid), PodNetworkFiles.Hosts(pod, address, Read("/etc/hosts"), node.ClusterDomain));
        File.WriteAllText(folders.Resolver(uid), PodNetworkFiles.Resolver(pod, Read("/etc/resolv.conf"), node.ClusterDns, node.ClusterDomain));
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
