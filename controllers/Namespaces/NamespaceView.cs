using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Namespaces;

/// <summary>What the planner of a namespace looks at.</summary>
/// <param name="Name">The namespace's name.</param>
/// <param name="Namespace">The namespace, or null when there is none (any more).</param>
/// <param name="Content">Every object in it, while it is being deleted or is gone; otherwise the standard objects that are there.</param>
/// <param name="RootCertificates">The cluster's CA certificates as PEM, empty when there are none.</param>
public sealed record NamespaceView(string Name, Namespace? Namespace, IReadOnlyList<NamespaceItem> Content, string RootCertificates)
{
    /// <summary>What other API servers have in it, while it is being deleted.</summary>
    public ForeignContent Foreign { get; init; } = ForeignContent.None;
}

/// <summary>An object in a namespace.</summary>
/// <param name="Published">Where it is <c>kube-root-ca.crt</c>, the ConfigMap; otherwise null.</param>
public sealed record NamespaceItem(ObjectKey Key, string Uid, bool IsDeleting, IReadOnlyList<string> Finalizers, ConfigMap? Published = null)
{
    /// <summary>How long a pod that has not ended may take to end; zero for all else.</summary>
    public TimeSpan Grace { get; init; }
}
