using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Certificates;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Certificates;

/// <summary>A request for a certificate: approved when a node asks for its own, signed once approved, removed when it is old.</summary>
[GrainType("certificatesigningrequests.certificates.k8s.io")]
public sealed class CertificateSigningRequestGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, IPermissions permissions, ICertificateSigner signer)
    : ReconcilingGrain(state, services, reconciling), ICertificateSigningRequestGrain
{
    protected override string Component => "certificate-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<CertificateSigningRequest>() is not { } request) return null;
        var now = Services.Time.WholeSeconds();
        var plan = CertificateRequestPlanner.Plan(new CertificateRequestView(
            request, RequestedCertificate.Parse(request.Spec.Request), part => MayCreate(request, part), signer.IsAvailable, now) { Ends = End(request) });
        if (plan.Sign is { } life) await WriteOrThrowAsync([Signed(request, life, now)]);
        if (plan.Write is { } write) await WriteOrThrowAsync([write]);
        return plan.Due;
    }

    private bool MayCreate(CertificateSigningRequest request, string part) =>
        permissions.Allows(request.Spec.Username, request.Spec.Groups, "create", Resources.CertificateSigningRequests, part);

    private ObjectWrite Signed(CertificateSigningRequest request, TimeSpan life, DateTimeOffset now)
    {
        try
        {
            var certificate = Encoding.ASCII.GetBytes(signer.Sign(request.Spec.Request!, request.Spec.Usages, life));
            return ObjectReplacement.Of(Resources.CertificateSigningRequests, request with { Status = request.Status with { Certificate = certificate } }, "status");
        }
        catch (CryptographicException e)
        {
            return CertificateRequestPlanner.Failed(request, "SignerValidationFailure", e.Message, now);
        }
    }

    /// <summary>The end of the certificate that was issued.</summary>
    private static DateTimeOffset? End(CertificateSigningRequest request)
    {
        if (request.Status.Certificate is not { Length: > 0 } pem) return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(pem));
            return certificate.NotAfter;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
