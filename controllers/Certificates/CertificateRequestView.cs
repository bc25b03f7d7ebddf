using Orleans.Kube.Model.Certificates;

namespace Orleans.Kube.Controllers.Certificates;

/// <summary>A request for a certificate, and what is to be known about it.</summary>
/// <param name="Asked">What the request holds; null when it cannot be read.</param>
/// <param name="MayCreate">Whether the requestor may create that subresource of requests (<c>nodeclient</c>, <c>selfnodeclient</c>).</param>
/// <param name="CanSign">Whether there is an authority to sign with.</param>
public sealed record CertificateRequestView(CertificateSigningRequest Request, RequestedCertificate? Asked, Func<string, bool> MayCreate, bool CanSign, DateTimeOffset Now)
{
    /// <summary>When the certificate that was issued ends.</summary>
    public DateTimeOffset? Ends { get; init; }
}
