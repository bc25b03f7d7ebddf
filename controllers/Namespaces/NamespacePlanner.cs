using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Namespaces;

/// <summary>Furnishes a namespace that is active and empties one that goes.</summary>
public static class NamespacePlanner
{
    /// <summary>The finalizer that stands for the content.</summary>
    public const string Finalizer = "kubernetes";

    private const string CertificatesKey = "ca.crt";
    private const string DescriptionKey = "kubernetes.io/description";
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or "
        + "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    public static NamespacePlan Plan(NamespaceView view, DateTimeOffset now) => view.Namespace switch
    {
        null => new NamespacePlan(Deletions(view.Content), null, null),
        { Metadata.DeletionTimestamp: not null } going => Empty(view, going, now),
        _ => new NamespacePlan([.. Furnish(view)], null, null),
    };

    /// <summary>The namespace with conditions that tell why content cannot be deleted; null when they say so already, or the view was but old.</summary>
    public static Namespace? Refused(NamespaceView view, IReadOnlyList<Refusal> refusals, DateTimeOffset now)
    {
        var failures = refusals.Where(static r => !r.IsStale).GroupBy(static r => r.Write.Key.Resource).ToDictionary(static g => g.Key, static g => g.First().Message);
        if (failures.Count == 0 || view.Namespace is not { Metadata.DeletionTimestamp: not null } going) return null;
        var remaining = view.Content.Where(item => item.IsDeleting && !failures.ContainsKey(item.Key.Resource)).Concat(view.Foreign.Remaining);
        return NamespaceDeletionConditions.Update(going, view.Foreign.Undiscovered, [.. remaining], [.. failures.Values, .. view.Foreign.Failures], now);
    }

    private static NamespacePlan Empty(NamespaceView view, Namespace going, DateTimeOffset now)
    {
        var finalized = view.Content.Count == 0 && view.Foreign.IsGone && going.Spec.Finalizers.Contains(Finalizer)
            ? going with { Spec = going.Spec with { Finalizers = [.. going.Spec.Finalizers.Where(static f => f != Finalizer)] } }
            : null;
        NamespaceItem[] pods = [.. view.Content.Where(IsPod)];
        var turn = pods.Length > 0 ? pods : view.Content;
        var says = turn.Any(static item => item.IsDeleting) || !view.Foreign.IsGone;
        var status = finalized is null && says
            ? NamespaceDeletionConditions.Update(
                going, view.Foreign.Undiscovered, [.. turn, .. view.Foreign.Remaining], [.. Stuck(pods, going, now), .. view.Foreign.Failures], now)
            : null;
        return new NamespacePlan(Deletions(turn), status, finalized) { Due = PatienceEnds(pods, going, now) };
    }

    /// <summary>Pods go first: what protects them (network policies above all) stays until they have ended.</summary>
    public static bool IsPod(NamespaceItem item) => item.Key.Resource == Resources.Pods;

    /// <summary>Pods that nothing holds and that have had the time they ask for.</summary>
    private static IEnumerable<string> Stuck(NamespaceItem[] pods, Namespace going, DateTimeOffset now) =>
        pods.Length > 0 && pods.All(static pod => pod.IsDeleting && pod.Finalizers.Count == 0) && PatienceEnds(pods, going, now) is null
            ? [NamespaceDeletionConditions.Unexpected(going.Metadata.Name, "/v1, Resource=pods")]
            : [];

    private static DateTimeOffset? PatienceEnds(NamespaceItem[] pods, Namespace going, DateTimeOffset now) =>
        pods.Length > 0 && going.Metadata.DeletionTimestamp + pods.Max(static pod => pod.Grace) is { } end && end > now ? end : null;

    private static IReadOnlyList<ObjectWrite> Deletions(IEnumerable<NamespaceItem> content) =>
        [.. content.Where(static item => !item.IsDeleting).Select(static item => new ObjectDeletion(item.Key, item.Uid))];

    private static IEnumerable<ObjectWrite> Furnish(NamespaceView view)
    {
        if (!view.Content.Any(static item => item.Key.Resource == Resources.ServiceAccounts && item.Key.Name == NamespaceContent.DefaultServiceAccount))
        {
            yield return ObjectCreation.Of(Resources.ServiceAccounts, new ServiceAccount
            {
                ApiVersion = "v1", Kind = "ServiceAccount",
                Metadata = new ObjectMeta { Name = NamespaceContent.DefaultServiceAccount, Namespace = view.Name },
            });
        }

        if (view.RootCertificates.Length == 0) yield break;
        var published = view.Content.Select(static item => item.Published).FirstOrDefault(static found => found is not null);
        if (published is null) yield return ObjectCreation.Of(Resources.ConfigMaps, Certificates(view));
        else if (!Holds(published, view.RootCertificates)) yield return ObjectReplacement.Of(Resources.ConfigMaps, Certificates(view, published));
    }

    private static bool Holds(ConfigMap published, string certificates) => published.Data.Count == 1
        && published.Data.GetValueOrDefault(CertificatesKey) == certificates && published.Metadata.Annotations.GetValueOrDefault(DescriptionKey, "").Length > 0;

    /// <summary>What is published; who added labels or annotations to it keeps them.</summary>
    private static ConfigMap Certificates(NamespaceView view, ConfigMap published) => published with
    {
        Metadata = published.Metadata with { Annotations = published.Metadata.Annotations.With(DescriptionKey, Description) },
        Data = EmptyMap<string>.Value.With(CertificatesKey, view.RootCertificates),
    };

    private static ConfigMap Certificates(NamespaceView view) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new ObjectMeta
        {
            Name = NamespaceContent.RootCertificates,
            Namespace = view.Name,
            Annotations = EmptyMap<string>.Value.With(DescriptionKey, Description),
        },
        Data = EmptyMap<string>.Value.With(CertificatesKey, view.RootCertificates),
    };
}
