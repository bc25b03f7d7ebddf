using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Namespaces;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A namespace: furnished while it is active, emptied before it goes, and swept once more after.</summary>
[GrainType("namespaces")]
public sealed class NamespaceGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling,
    IRootCertificates certificates, IForeignApis foreign)
    : ReconcilingGrain(state, services, reconciling), INamespaceGrain
{
    private ForeignContent _foreign = ForeignContent.None;
    private DateTimeOffset _askAt;
    private bool _asked;
    private int _asks;

    protected override string Component => "namespace-controller";

    protected override bool IsHeld(KubeObject value) => ((Namespace)value).Spec.Finalizers.Count > 0;

    protected override KubeObject Ending(KubeObject value)
    {
        var ending = (Namespace)value;
        return ending with
        {
            Metadata = ending.Metadata with { DeletionGracePeriodSeconds = null },
            Status = ending.Status with { Phase = NamespacePhase.Terminating },
        };
    }

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        var stored = Stored?.As<Namespace>();
        NamespaceItem[] content = [.. stored is { Metadata.DeletionTimestamp: null } ? Standard(view) : Everything(view)];
        if (stored is { Metadata.DeletionTimestamp: not null }) await AskOthersAsync(content);
        var seen = new NamespaceView(Key.Name, stored, content, certificates.Pem) { Foreign = _foreign };
        var plan = NamespacePlanner.Plan(seen, Services.Time.WholeSeconds());
        if (await Writes.WriteAsync(plan.Writes, Reconciling.Options.Parallelism) is { Count: > 0 } refusals)
        {
            if (NamespacePlanner.Refused(seen, refusals, Services.Time.WholeSeconds()) is { } told)
                await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.Namespaces, told)]);
            throw new RefusedException(refusals);
        }

        if (plan.Status is { } status) await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.Namespaces, status)]);
        if (plan.Finalized is { } finalized) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.Namespaces, finalized, "finalize")]);
        return Due.Earlier(plan.Due, _foreign.IsGone ? null : _askAt);
    }

    /// <summary>Other API servers are asked at first, once the pods are gone, when they are due, and before the namespace is let go.</summary>
    private async Task AskOthersAsync(NamespaceItem[] content)
    {
        var deletes = !content.Any(NamespacePlanner.IsPod);
        var now = Services.Time.GetUtcNow();
        if (_asks > 0 && _asked == deletes && content.Length > 0 && (_foreign.IsGone || now < _askAt)) return;
        (_foreign, _asked) = (await foreign.EmptyAsync(Key.Name, deletes), deletes);
        _askAt = now + Backoff.After(++_asks, Reconciling.Options, Reconciling.Chance.NextDouble());
    }

    private static NamespaceItem Item(ApiObject item)
    {
        var isPublished = item.Key.Resource == Resources.ConfigMaps && item.Key.Name == NamespaceContent.RootCertificates;
        return new NamespaceItem(item.Key, item.Header.Uid, item.Header.IsDeleting, Finalizers(item), isPublished ? item.As<ConfigMap>() : null)
        {
            Grace = item.Key.Resource == Resources.Pods ? PodFacts.GraceOf(item) : TimeSpan.Zero,
        };
    }

    private static IReadOnlyList<string> Finalizers(ApiObject item) =>
        item.Header.HasFinalizers ? Model.Json.ObjectJson.ReadMetadata(item.Json.Span).Finalizers : [];

    private IEnumerable<NamespaceItem> Everything(IClusterView view) =>
        view.Resources.SelectMany(resource => view.List(resource, Key.Name)).Select(Item);

    private IEnumerable<NamespaceItem> Standard(IClusterView view)
    {
        foreach (var key in new[]
        {
            new ObjectKey(Resources.ServiceAccounts, Key.Name, NamespaceContent.DefaultServiceAccount),
            new ObjectKey(Resources.ConfigMaps, Key.Name, NamespaceContent.RootCertificates),
        })
        {
            if (view.Find(key) is { } found) yield return Item(found);
        }
    }
}
