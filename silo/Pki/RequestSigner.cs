using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Grains;
using Orleans.Kube.Model.Certificates;

namespace Orleans.Kube.Silo.Pki;

/// <summary>Signs approved requests with the cluster's authority.</summary>
public sealed class RequestSigner(CertificateAuthority authority) : ICertificateSigner
{
    /// <summary>From which time on a certificate lasts as long as was asked from its beginning, which is before it was signed, and not from then (k8s.io/kubernetes/pkg/controller/certificates/authority).</summary>
    private static readonly TimeSpan Long = TimeSpan.FromHours(8);

    public bool IsAvailable => true;

    public string Sign(byte[] request, IReadOnlyList<string> usages, TimeSpan life)
    {
        var (use, purposes) = (X509KeyUsageFlags.None, new OidCollection());
        foreach (var usage in usages)
        {
            use |= Use(usage);
            if (Purpose(usage) is { } purpose) purposes.Add(new Oid(purpose));
        }

        return authority.SignRequest(request, use, purposes, life < Long ? life : life - CertificateAuthority.Backdate) + "\n";
    }

    private static X509KeyUsageFlags Use(string usage) => usage switch
    {
        KeyUsage.Signing or KeyUsage.DigitalSignature => X509KeyUsageFlags.DigitalSignature,
        KeyUsage.ContentCommitment => X509KeyUsageFlags.NonRepudiation,
        KeyUsage.KeyEncipherment => X509KeyUsageFlags.KeyEncipherment,
        KeyUsage.KeyAgreement => X509KeyUsageFlags.KeyAgreement,
        KeyUsage.DataEncipherment => X509KeyUsageFlags.DataEncipherment,
        KeyUsage.CertSign => X509KeyUsageFlags.KeyCertSign,
        KeyUsage.CrlSign => X509KeyUsageFlags.CrlSign,
        KeyUsage.EncipherOnly => X509KeyUsageFlags.EncipherOnly,
        KeyUsage.DecipherOnly => X509KeyUsageFlags.DecipherOnly,
        _ => X509KeyUsageFlags.None,
    };

    private static string? Purpose(string usage) => usage switch
    {
        KeyUsage.Any => "2.5.29.37.0",
        KeyUsage.ServerAuth => "1.3.6.1.5.5.7.3.1",
        KeyUsage.ClientAuth => "1.3.6.1.5.5.7.3.2",
        KeyUsage.CodeSigning => "1.3.6.1.5.5.7.3.3",
        KeyUsage.EmailProtection or KeyUsage.SMime => "1.3.6.1.5.5.7.3.4",
        KeyUsage.IpsecEndSystem => "1.3.6.1.5.5.7.3.5",
        KeyUsage.IpsecTunnel => "1.3.6.1.5.5.7.3.6",
        KeyUsage.IpsecUser => "1.3.6.1.5.5.7.3.7",
        KeyUsage.Timestamping => "1.3.6.1.5.5.7.3.8",
        KeyUsage.OcspSigning => "1.3.6.1.5.5.7.3.9",
        KeyUsage.MicrosoftSgc => "1.3.6.1.4.1.311.10.3.3",
        KeyUsage.NetscapeSgc => "2.16.840.1.113730.4.1",
        _ => null,
    };
}
