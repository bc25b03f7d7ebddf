using System.Globalization;

namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>How much a pod may do, from everything to what hardened programs need.</summary>
public enum SecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>A Pod Security Standard (https://kubernetes.io/docs/concepts/security/pod-security-standards/).</summary>
/// <param name="Level">How much pods may do.</param>
/// <param name="Minor">The minor version of Kubernetes whose standard is meant; null for the latest.</param>
public readonly record struct SecurityStandard(SecurityLevel Level, int? Minor)
{
    /// <summary>Whether the two ask for the same: the level without demands is the same in all versions.</summary>
    public bool AsksAs(SecurityStandard other) => Level == other.Level && (Level == SecurityLevel.Privileged || Minor == other.Minor);

    /// <summary>As messages name it: <c>restricted:latest</c>, <c>baseline:v1.30</c>.</summary>
    public override string ToString() =>
        $"{Level.ToString().ToLowerInvariant()}:{(Minor is { } minor ? string.Create(CultureInfo.InvariantCulture, $"v1.{minor}") : "latest")}";
}
