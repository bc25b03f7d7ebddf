namespace Orleans.Kube.Grains;

/// <summary>Settings of the admission plugins.</summary>
public sealed record AdmissionOptions
{
    /// <summary>How long pods tolerate a node that is not ready or unreachable unless they say otherwise (Kubernetes: 300 s).</summary>
    public TimeSpan DefaultTolerance { get; init; } = TimeSpan.FromSeconds(300);
}
