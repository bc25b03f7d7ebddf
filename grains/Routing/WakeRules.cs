using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>All rules of whom a change wakes. Every rule is asked: a change can concern many.</summary>
public static class WakeRules
{
    private static readonly IWakeRule[] All =
    [
        new SelfRule(),
        new ControllerRule(),
        new OrphanRule(),
        new StrayPodRule(),
        new SelectedPodRule(),
        new EndpointsRule(),
        new NamespaceRule(),
        new NodeRule(),
        new VolumeRule(),
        new AttachmentRule(),
        new ServiceRangeRule(),
        new TopologyRule(),
        new QuotaRule(),
        new DaemonSetRule(),
        new SchedulerRule(),
        new BootstrapTokensRule(),
        new CustomResourceRule(),
        new ClusterRoleRule(),
        new PriorityLevelRule(),
        new TokenSecretRule(),
        new GarbageRule(),
    ];

    /// <summary>Adds the grains that a change wakes.</summary>
    public static void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        foreach (var rule in All) rule.Collect(change, situation, targets);
    }
}
