namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>What a cluster asks of pods where namespaces say nothing, and who is left alone (PodSecurityConfiguration of pod-security.admission.config.k8s.io/v1).</summary>
public sealed record PodSecurityOptions
{
    /// <summary>What holds where a namespace has no label for it.</summary>
    public SecurityPolicy Defaults { get; init; } = SecurityPolicy.None;

    /// <summary>Users whose pods and templates are not looked at.</summary>
    public IReadOnlySet<string> ExemptUsers { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Namespaces in which nothing is looked at, whatever their labels say.</summary>
    public IReadOnlySet<string> ExemptNamespaces { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Runtime classes whose pods are not looked at.</summary>
    public IReadOnlySet<string> ExemptRuntimeClasses { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
