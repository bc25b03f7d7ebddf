using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Makes a pod's volumes and its sandbox.</summary>
public sealed class SandboxStarter(IContainerRuntime runtime, PodVolumes volumes, PodFolders folders, IPodEnvironment node, RuntimeHandlers handlers)
{
    /// <exception cref="References.MountException">A volume cannot be made.</exception>
    /// <exception cref="RuntimeException">The runtime refuses the sandbox.</exception>
    public async Task RunAsync(Pod pod, int attempt, CancellationToken cancellationToken)
    {
        var handler = await handlers.OfAsync(pod, cancellationToken);
        Directory.CreateDirectory(folders.Pod(pod.Metadata.Uid));
        await volumes.PrepareAsync(WithHost(pod), cancellationToken);
        await runtime.RunSandboxAsync(new SandboxSpec
        {
            Pod = ContainerSpecBuilder.PodOf(pod), Attempt = attempt, Handler = handler, Hostname = PodNetworkFiles.KernelName(pod, node.ClusterDomain),
            HostNetwork = pod.Spec.HostNetwork, HostPid = pod.Spec.HostPID, HostIpc = pod.Spec.HostIPC,
            HostPorts = pod.Spec.HostNetwork ? [] : [.. pod.Spec.Containers.SelectMany(c => c.Ports).Where(p => p.HostPort > 0)],
            Sysctls = pod.Spec.SecurityContext?.Sysctls.ToDictionary(s => s.Name, s => s.Value) ?? [],
        }, cancellationToken);
    }

    private Pod WithHost(Pod pod) => pod with { Status = pod.Status with { HostIP = node.HostIP } };
}
