using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// What goes, or loses a finalizer, in a namespace that is being deleted concerns the namespace; and so do the account and the certificate
/// that every namespace has.
/// </summary>
public sealed class NamespaceRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Namespace.Length == 0) return;
        var key = new ObjectKey(Resources.Namespaces, "", change.Key.Namespace);
        if (NamespaceContent.IsStandard(change.Key) || situation.View.Find(key) is { Header.IsDeleting: true }) targets.Add(WakeTarget.Reconciler(key));
    }
}
