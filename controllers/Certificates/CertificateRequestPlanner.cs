using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Certificates;

/// <summary>
/// Requests of nodes for their own identity are approved when they may ask for it, approved requests are signed by the signer they name, and
/// requests go some time after they were decided. One step a call.
/// </summary>
public static class CertificateRequestPlanner
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Decided = TimeSpan.FromHours(1);
    private static readonly TimeSpan Undecided = TimeSpan.FromHours(24);

    public static CertificateRequestPlan Plan(CertificateRequestView view)
    {
        var request = view.Request;
        if (request.Metadata.DeletionTimestamp is not null) return new CertificateRequestPlan();
        var end = Ending(view);
        if (end <= view.Now) return new CertificateRequestPlan { Write = ObjectDeletion.Of(Resources.CertificateSigningRequests, request) };
        if (IsDecided(request)) return ToSign(view) ?? new CertificateRequestPlan { Due = end };
        return Approval(view) is { } message
            ? new CertificateRequestPlan { Write = ObjectReplacement.Of(Resources.CertificateSigningRequests, With(request, RequestConditionType.Approved, "AutoApproved", message, view.Now), "approval") }
            : new CertificateRequestPlan { Due = end };
    }

    /// <summary>The status of a request whose certificate could not be made.</summary>
    public static ObjectWrite Failed(CertificateSigningRequest request, string reason, string message, DateTimeOffset now) =>
        ObjectReplacement.Of(Resources.CertificateSigningRequests, With(request, RequestConditionType.Failed, reason, message, now), "status");

    private static CertificateRequestPlan? ToSign(CertificateRequestView view)
    {
        var request = view.Request;
        if (!view.CanSign || request.Status.Certificate is { Length: > 0 } || Has(request, RequestConditionType.Denied) is not null || Has(request, RequestConditionType.Failed) is not null) return null;
        if (request.Spec.SignerName is not (SignerNames.ApiServerClient or SignerNames.NodeClient or SignerNames.NodeServing or SignerNames.Legacy)) return null;
        var refusal = view.Asked is null ? "the request cannot be read" : SignerRules.Refusal(request.Spec.SignerName, view.Asked, request.Spec.Usages);
        return refusal is null
            ? new CertificateRequestPlan { Sign = Life(request.Spec.ExpirationSeconds) }
            : new CertificateRequestPlan { Write = Failed(request, "SignerValidationFailure", refusal, view.Now) };
    }

    private static TimeSpan Life(int? seconds)
    {
        if (seconds is null) return LongestLife;
        var asked = TimeSpan.FromSeconds(seconds.Value);
        return asked < ShortestLife ? ShortestLife : asked > LongestLife ? LongestLife : asked;
    }

    private static string? Approval(CertificateRequestView view)
    {
        var spec = view.Request.Spec;
        if (view.Asked is null || spec.SignerName != SignerNames.NodeClient || SignerRules.Refusal(spec.SignerName, view.Asked, spec.Usages) is not null) return null;
        if (view.Asked.CommonName == spec.Username && view.MayCreate("selfnodeclient")) return "Auto approving self kubelet client certificate after SubjectAccessReview.";
        return view.MayCreate("nodeclient") ? "Auto approving kubelet client certificate after SubjectAccessReview." : null;
    }

    /// <summary>When the request goes; null for one that was approved and waits for its signer (k8s.io/kubernetes/pkg/controller/certificates/cleaner).</summary>
    private static DateTimeOffset? Ending(CertificateRequestView view)
    {
        var request = view.Request;
        var end = request.Status.Conditions.Count == 0 ? request.Metadata.CreationTimestamp + Undecided : null;
        foreach (var condition in request.Status.Conditions)
        {
            var counts = condition.Type is RequestConditionType.Denied or RequestConditionType.Failed || (condition.Type == RequestConditionType.Approved && request.Status.Certificate is { Length: > 0 });
            if (counts) end = Due.Earlier(end, (condition.LastUpdateTime ?? request.Metadata.CreationTimestamp) + Decided);
        }

        return Due.Earlier(end, view.Ends);
    }

    private static bool IsDecided(CertificateSigningRequest request) => Has(request, RequestConditionType.Approved) is not null || Has(request, RequestConditionType.Denied) is not null;

    private static CertificateSigningRequestCondition? Has(CertificateSigningRequest request, string type) => request.Status.Conditions.FirstOrDefault(c => c.Type == type);

    private static CertificateSigningRequest With(CertificateSigningRequest request, string type, string reason, string message, DateTimeOffset now) => request with
    {
        Status = request.Status with
        {
            Conditions =
            [
                .. request.Status.Conditions,
                new CertificateSigningRequestCondition { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message, LastUpdateTime = now, LastTransitionTime = now },
            ],
        },
    };
}
