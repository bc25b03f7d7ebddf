namespace Orleans.Kube.Grains;

/// <summary>The CA certificates by which pods know the API server.</summary>
public interface IRootCertificates
{
    /// <summary>The certificates as PEM, empty when there are none to publish.</summary>
    string Pem { get; }
}
