using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>What the Job planner looks at.</summary>
/// <param name="Job">The object.</param>
/// <param name="Controlled">The pods that name it as their controller, finished ones included.</param>
/// <param name="Orphans">The pods of its namespace without a controller.</param>
public sealed record JobView(Job Job, IReadOnlyList<Pod> Controlled, IReadOnlyList<Pod> Orphans)
{
    /// <summary>What the last plan knew to have ended (<see cref="JobPlan.Ended"/>); empty after a restart.</summary>
    public IReadOnlyList<EndedPod> Ended { get; init; } = [];

    /// <summary>The refusal that ended the last plan, or null.</summary>
    public Refusal? Refusal { get; init; }
}
