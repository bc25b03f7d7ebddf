using System.Security.Cryptography;

namespace Orleans.Kube.Grains;

/// <summary>The authority that signs what has been approved.</summary>
public interface ICertificateSigner
{
    /// <summary>Whether there is an authority.</summary>
    bool IsAvailable { get; }

    /// <summary>The certificate in PEM for a PKCS#10 request in PEM, with its subject, its other names and these usages.</summary>
    /// <exception cref="CryptographicException">The request cannot be read.</exception>
    string Sign(byte[] request, IReadOnlyList<string> usages, TimeSpan life);
}
