using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Client;

/// <summary>What only pods have: a binding to a node, and eviction.</summary>
public static class PodExtensions
{
    /// <summary>Assigns the pod to a node, as a scheduler does.</summary>
    public static Task BindAsync(this ResourceClient<Pod> pods, string name, string node, CancellationToken cancellationToken = default) =>
        pods.PostAsync(name, "binding", new Binding
        {
            ApiVersion = "v1", Kind = "Binding", Metadata = new ObjectMeta { Name = name, Namespace = pods.Namespace },
            Target = new ObjectReference { ApiVersion = "v1", Kind = "Node", Name = node },
        }, cancellationToken);

    /// <summary>Deletes the pod if its disruption budgets allow that now; otherwise fails with TooManyRequests.</summary>
    public static Task EvictAsync(this ResourceClient<Pod> pods, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        pods.PostAsync(name, "eviction", new Eviction
        {
            ApiVersion = "policy/v1", Kind = "Eviction", Metadata = new ObjectMeta { Name = name, Namespace = pods.Namespace }, DeleteOptions = options,
        }, cancellationToken);
}
