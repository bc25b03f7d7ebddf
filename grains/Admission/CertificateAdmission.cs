using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Certificates;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>
/// A certificate request carries who asked; nobody asks for <c>system:masters</c>; who approves or signs must be allowed to for that signer.
/// </summary>
public sealed class CertificateAdmission(IPermissions permissions) : IAdmissionPlugin
{
    private static readonly GroupResource Signers = new("certificates.k8s.io", "signers");

    public int Order => 50;

    public bool Handles(AdmissionRequest request) => request.Key.Resource == Resources.CertificateSigningRequests && request.Operation != AdmissionOperation.Delete;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        if (request.Operation != AdmissionOperation.Create) return ValueTask.FromResult(value);
        var asked = (CertificateSigningRequest)value;
        var (name, organizations) = RequestedCertificate.Parse(asked.Spec.Request) is { } parsed ? (parsed.CommonName, parsed.Organizations) : ("", []);
        if (asked.Spec.SignerName == SignerNames.ApiServerClient && organizations.Contains("system:masters"))
        {
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name,
                $"use of {SignerNames.ApiServerClient} signer with system:masters group is not allowed");
        }

        return ValueTask.FromResult<KubeObject>(asked with
        {
            Spec = asked.Spec with { Username = request.Context.User, Groups = request.Context.Groups, Uid = request.Context.Uid, Extra = request.Context.Extra },
        });
    }

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        if (request.Old is not CertificateSigningRequest old) return ValueTask.CompletedTask;
        if (request.Subresource == "approval" && !May(request.Context, "approve", old.Spec.SignerName))
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"user not permitted to approve requests with signerName \"{old.Spec.SignerName}\"");
        var signs = request.Subresource == "status" && !Structural.Equal(old.Status, ((CertificateSigningRequest)value).Status);
        if (signs && !May(request.Context, "sign", old.Spec.SignerName))
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"user not permitted to sign requests with signerName \"{old.Spec.SignerName}\"");
        return ValueTask.CompletedTask;
    }

    private bool May(WriteContext who, string verb, string signer) =>
        permissions.Allows(who.User, who.Groups, verb, Signers, name: signer)
        || (signer.IndexOf('/') is > 0 and var slash && permissions.Allows(who.User, who.Groups, verb, Signers, name: signer[..slash] + "/*"));
}
