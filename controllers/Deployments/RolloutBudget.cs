using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>How far a rollout may leave the desired number of pods.</summary>
/// <param name="Replicas">The desired number.</param>
/// <param name="MaxSurge">How many more pods there may be.</param>
/// <param name="MaxUnavailable">How many fewer available pods there may be.</param>
internal readonly record struct RolloutBudget(int Replicas, int MaxSurge, int MaxUnavailable)
{
    public int MaxPods => Replicas + MaxSurge;

    public int MinAvailable => Replicas - MaxUnavailable;

    /// <summary>Percentages of surge round up, those of unavailability down; were both nothing, one may be unavailable, or no step were possible.</summary>
    public static RolloutBudget Of(Deployment deployment)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        if (deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate) return new(replicas, 0, 0);
        var rolling = deployment.Spec.Strategy.RollingUpdate;
        var surge = Share.Of(replicas, rolling?.MaxSurge ?? "25%", roundUp: true);
        var unavailable = Share.Of(replicas, rolling?.MaxUnavailable ?? "25%", roundUp: false);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        return new(replicas, surge, Math.Min(unavailable, replicas));
    }
}
