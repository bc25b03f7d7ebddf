using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.NodeApi;
using Orleans.Kube.Model.Validation;
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
        var handler = await HandlerAsync(pod.Spec.RuntimeClassName ?? "", cancellationToken);
        if (pod.Spec.HostUsers != false) return handler;
        var who = handler.Length == 0 ? "runtime" : $"RuntimeClass handler {GoText.Quote(handler)}";
        throw new RuntimeException($"can't set `spec.hostUsers: false`, {who} does not support user namespaces");
    }

    private async Task<string> HandlerAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0) return "";
        try
        {
            return (await objects.FindAsync<RuntimeClass>("", name, cancellationToken))?.Handler ?? throw new RuntimeException($"runtimeclass.node.k8s.io \"{name}\" not found");
        }
        catch (ReferenceException e)
        {
            throw new RuntimeException($"failed to lookup RuntimeClass {name}: {e.Message}", e);
        }
    }
}
