using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A secret for a service account's token concerns the account, whether it is there or not.</summary>
public sealed class TokenSecretRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Secrets || Account(change.Object) is not { } account) return;
        if (change.Kind != ChangeKind.Deleted) targets.Add(WakeTarget.Reconciler(account));
        else if (situation.View.Find(account) is not null) targets.Add(WakeTarget.TokenGone(account, change.Key.Name));
    }

    /// <summary>The accounts that secrets are for and that are not there.</summary>
    public static IEnumerable<WakeTarget> In(IClusterView view) =>
        view.List(Resources.Secrets).Select(Account).OfType<ObjectKey>().Where(key => view.Find(key) is null).Distinct().Select(WakeTarget.Reconciler);

    private static ObjectKey? Account(ApiObject secret) =>
        TokenSecretPlanner.AccountOf(secret.As<Secret>()) is { Length: > 0 } name ? new ObjectKey(Resources.ServiceAccounts, secret.Key.Namespace, name) : null;
}
