using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.NodeApi;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Which of the container runtime's own runtimes (runc, runsc) a pod wants, by its RuntimeClass.</summary>
public sealed class RuntimeHandlers(ReferencedObjects objects)
{
    /// <summary>The runtime's name; empty for the usual one.</summary>
    /// <exception cref="RuntimeException">The pod asks for what cannot be had here.</exception>
    public async Task<string> OfAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (pod.Spec.HostUsers == false) throw new RuntimeException("can't set `spec.hostUsers: false`: Docker has no user namespaces for single pods");
        if (string.IsNullOrEmpty(pod.Spec.RuntimeClassName)) return "";
        try
        {
            return (await objects.FindAsync<RuntimeClass>("", pod.Spec.RuntimeClassName, cancellationToken))?.Handler
                ?? throw new RuntimeException($"failed to get sandbox runtime: RuntimeClass \"{pod.Spec.RuntimeClassName}\" not found");
        }
        catch (ReferenceException e)
        {
            throw new RuntimeException($"failed to get sandbox runtime: {e.Message}", e);
        }
    }
}
