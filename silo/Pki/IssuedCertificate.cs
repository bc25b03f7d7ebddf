namespace Orleans.Kube.Silo.Pki;

/// <summary>A certificate and its private key, both in PEM.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem);
