using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// What changes in a namespace that is being deleted or is gone concerns the namespace; and so do the account and the certificate that every
/// namespace has.
/// </summary>
public sealed class NamespaceRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Namespace.Length == 0) return;
        var key = new ObjectKey(Resources.Namespaces, "", change.Key.Namespace);
        var stored = situation.View.Find(key);
        var ends = stored is null ? change.Kind != ChangeKind.Deleted : stored.Header.IsDeleting;
        if (ends || NamespaceContent.IsStandard(change.Key)) targets.Add(WakeTarget.Reconciler(key));
    }
}
