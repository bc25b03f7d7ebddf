namespace Orleans.Kube.Grains;

/// <summary>Where there is no API server, there is no certificate to publish.</summary>
public sealed class NoRootCertificates : IRootCertificates
{
    public string Pem => "";
}
