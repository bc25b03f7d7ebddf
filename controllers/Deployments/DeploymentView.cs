using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>What the Deployment planner looks at.</summary>
/// <param name="Deployment">The object.</param>
/// <param name="Controlled">The ReplicaSets that name it as their controller.</param>
/// <param name="Orphans">The ReplicaSets of its namespace without a controller.</param>
public sealed record DeploymentView(Deployment Deployment, IReadOnlyList<ReplicaSet> Controlled, IReadOnlyList<ReplicaSet> Orphans)
{
    /// <summary>How many pods that have not ended each ReplicaSet has, by its uid; terminating pods count. Recreate waits for them.</summary>
    public IReadOnlyDictionary<string, int> UnfinishedPods { get; init; } = new Dictionary<string, int>();

    /// <summary>The first refusal while the last plan was carried out, or null when all of it was done.</summary>
    public Refusal? Refusal { get; init; }
}
