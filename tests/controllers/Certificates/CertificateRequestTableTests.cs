using Orleans.Kube.Controllers.Certificates;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Certificates;

/// <summary>What becomes of requests for certificates, as Kubernetes' own tests of its approver, signers and cleaner have it.</summary>
public sealed class CertificateRequestTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The conditions of a request and how many minutes ago they came, whether it has a certificate, its age in hours, in how many minutes the certificate ends, and whether it goes.</summary>
    [Theory]
    [InlineData("Approved 59", true, 1, 600, false)]
    [InlineData("Approved 60", true, 1, 600, true)]
    [InlineData("Approved 600", false, 48, null, false)]
    [InlineData("Approved 600", true, 48, null, true)]
    [InlineData("Approved 10", true, 1, null, false)]
    [InlineData("Approved 10", true, 1, 1, false)]
    [InlineData("Approved 10", true, 1, -1, true)]
    [InlineData("Denied 59", false, 1, null, false)]
    [InlineData("Denied 60", false, 1, null, true)]
    [InlineData("Failed 59", false, 1, null, false)]
    [InlineData("Failed 60", false, 1, null, true)]
    [InlineData("Approved 61 Failed 59", false, 2, null, false)]
    [InlineData("Approved 61 Failed 60", false, 2, null, true)]
    [InlineData("", false, 23, null, false)]
    [InlineData("", false, 24, null, true)]
    public void A_request_goes_some_time_after_it_was_decided(string conditions, bool hasCertificate, int age, int? ends, bool goes)
    {
        var request = Request("example.com/own", conditions, hasCertificate, age);
        var plan = CertificateRequestPlanner.Plan(new(request, null, static _ => false, CanSign: true, Now) { Ends = ends is { } minutes ? Now.AddMinutes(minutes) : null });
        (plan.Write is ObjectDeletion).ShouldBe(goes);
    }

    /// <summary>Who asks with which organization for which signer, what the author may, and whether and why that is approved.</summary>
    [Theory]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes", SignerNames.NodeClient, "selfnodeclient", "Auto approving self kubelet client certificate after SubjectAccessReview.")]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes", SignerNames.NodeClient, "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.")]
    [InlineData("system:bootstrap:a", "system:node:n1", "system:nodes", SignerNames.NodeClient, "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.")]
    [InlineData("system:bootstrap:a", "system:node:n1", "system:nodes", SignerNames.NodeClient, "selfnodeclient", null)]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes", SignerNames.NodeClient, "", null)]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes", SignerNames.NodeServing, "selfnodeclient", null)]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes", SignerNames.ApiServerClient, "selfnodeclient", null)]
    [InlineData("jane", "jane", "system:nodes", SignerNames.NodeClient, "selfnodeclient", null)]
    [InlineData("system:node:n1", "system:node:n1", "system:masters", SignerNames.NodeClient, "selfnodeclient", null)]
    [InlineData("system:node:n1", "system:node:n1", "system:nodes system:masters", SignerNames.NodeClient, "selfnodeclient", null)]
    public void What_nodes_ask_for_themselves_is_approved(string user, string name, string organizations, string signer, string may, string? why)
    {
        var request = Request(signer, "", hasCertificate: false, age: 0);
        request = request with { Spec = request.Spec with { Username = user, Usages = [KeyUsage.KeyEncipherment, KeyUsage.DigitalSignature, KeyUsage.ClientAuth] } };
        var plan = CertificateRequestPlanner.Plan(new(request, new RequestedCertificate(name, organizations.Split(' ')), part => part == may, CanSign: true, Now));

        plan.Sign.ShouldBeNull();
        if (why is null)
        {
            plan.Write.ShouldBeNull();
            return;
        }

        var approved = ((CertificateSigningRequest)plan.Write.ShouldBeOfType<ObjectReplacement>().Content).Status.Conditions.ShouldHaveSingleItem();
        (approved.Type, approved.Status, approved.Reason, approved.Message).ShouldBe(("Approved", "True", "AutoApproved", why));
    }

    /// <summary>What was decided, and for how many seconds a certificate is signed; null: none is.</summary>
    [Theory]
    [InlineData(SignerNames.ApiServerClient, "Approved 1", null, 365 * 86400)]
    [InlineData(SignerNames.ApiServerClient, "Approved 1", 3600, 3600)]
    [InlineData(SignerNames.ApiServerClient, "Approved 1", 1, 600)]
    [InlineData(SignerNames.ApiServerClient, "Approved 1", 366 * 86400, 365 * 86400)]
    [InlineData(SignerNames.Legacy, "Approved 1", null, 365 * 86400)]
    [InlineData(SignerNames.ApiServerClient, "", null, null)]
    [InlineData(SignerNames.ApiServerClient, "Denied 1", null, null)]
    [InlineData(SignerNames.ApiServerClient, "Approved 1 Denied 1", null, null)]
    [InlineData(SignerNames.ApiServerClient, "Approved 1 Failed 1", null, null)]
    [InlineData("kubernetes.io/other", "Approved 1", null, null)]
    [InlineData("example.com/own", "Approved 1", null, null)]
    public void What_was_approved_is_signed_by_its_signer(string signer, string conditions, int? asked, int? signed)
    {
        var request = Request(signer, conditions, hasCertificate: false, age: 0);
        request = request with { Spec = request.Spec with { ExpirationSeconds = asked, Usages = [KeyUsage.ClientAuth] } };
        var plan = CertificateRequestPlanner.Plan(new(request, new RequestedCertificate("jane", []), static _ => false, CanSign: true, Now));

        plan.Write.ShouldBeNull();
        plan.Sign.ShouldBe(signed is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static CertificateSigningRequest Request(string signer, string conditions, bool hasCertificate, int age) => new()
    {
        ApiVersion = "certificates.k8s.io/v1", Kind = "CertificateSigningRequest",
        Metadata = new ObjectMeta { Name = "r", Uid = "r", CreationTimestamp = Now.AddHours(-age) },
        Spec = new CertificateSigningRequestSpec { SignerName = signer },
        Status = new CertificateSigningRequestStatus
        {
            Certificate = hasCertificate ? [1] : null,
            Conditions =
            [
                .. conditions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(static said => new CertificateSigningRequestCondition
                {
                    Type = said[0], Status = "True", LastUpdateTime = Now.AddMinutes(-int.Parse(said[1], System.Globalization.CultureInfo.InvariantCulture)),
                }),
            ],
        },
    };
}
