namespace Orleans.Kube.Controllers.Certificates;

/// <summary>The next step for a request: a write, or a signature, or nothing until <see cref="Due"/>.</summary>
public sealed record CertificateRequestPlan
{
    public ObjectWrite? Write { get; init; }

    /// <summary>How long the certificate that is to be signed lasts; null to sign none.</summary>
    public TimeSpan? Sign { get; init; }

    public DateTimeOffset? Due { get; init; }
}
