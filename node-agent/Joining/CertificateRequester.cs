using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>Asks the cluster for a node's client certificate and waits until it is signed.</summary>
public sealed class CertificateRequester(KubeClient client, string node, TimeProvider time)
{
    private const string Signer = "kubernetes.io/kube-apiserver-client-kubelet";
    /// <summary>How long kubelet waits for a certificate before it asks anew.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>A new key and the certificate for it, both in one PEM.</summary>
    /// <exception cref="JoinException">The request was denied, could not be signed, or nobody approved it.</exception>
    public async Task<string> RequestAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName("system:nodes");
        subject.AddCommonName($"system:node:{node}");
        var pem = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var requests = client.Of<CertificateSigningRequest>();
        var asked = await requests.CreateAsync(new CertificateSigningRequest
        {
            ApiVersion = "certificates.k8s.io/v1", Kind = "CertificateSigningRequest",
            Metadata = new ObjectMeta { GenerateName = "node-csr-" },
            Spec = new CertificateSigningRequestSpec { Request = Encoding.ASCII.GetBytes(pem), SignerName = Signer, Usages = [KeyUsage.DigitalSignature, KeyUsage.ClientAuth] },
        }, cancellationToken: cancellationToken);
        for (var began = time.GetTimestamp(); ;)
        {
            if (asked.Status.Certificate is { Length: > 0 } certificate) return Encoding.ASCII.GetString(certificate).TrimEnd() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
            var refusal = asked.Status.Conditions.FirstOrDefault(static c => c.Type is RequestConditionType.Denied or RequestConditionType.Failed);
            if (refusal is not null) throw new JoinException($"the request {asked.Metadata.Name} for a certificate is {refusal.Type}: {refusal.Message}");
            if (time.GetElapsedTime(began) > Patience)
                throw new JoinException($"the request {asked.Metadata.Name} for a certificate was not approved within {Patience.TotalMinutes:0} minutes: kubectl certificate approve {asked.Metadata.Name}");
            await Task.Delay(Look, time, cancellationToken);
            asked = await requests.GetAsync(asked.Metadata.Name, cancellationToken);
        }
    }
}
