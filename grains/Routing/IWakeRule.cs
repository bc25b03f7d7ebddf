using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Whom a change concerns, by one rule. Pure: the answer depends on the change and the situation only.</summary>
public interface IWakeRule
{
    /// <summary>Adds the grains to wake. Called for every change of the cluster, so it looks at the resource first.</summary>
    void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets);
}
