using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.BootstrapTokens;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Tokens that machines join with, and the ConfigMap that is signed with them, concern their keeper.</summary>
public sealed class BootstrapTokensRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var key = change.Key;
        var concerns = (key.Resource == Resources.Secrets && key.Namespace == BootstrapToken.Namespace && change.Object.As<Secret>().Type == BootstrapToken.SecretType)
            || key == BootstrapToken.ClusterInfo;
        if (concerns) targets.Add(WakeTarget.BootstrapTokens);
    }
}
