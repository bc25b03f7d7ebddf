using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

/// <summary>Webhooks that may refuse objects before they are stored.</summary>
[KubeKind("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration")]
public sealed record ValidatingWebhookConfiguration : KubeObject
{
    /// <summary>The webhooks. They are asked at the same time.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ValidatingWebhook> Webhooks { get; init => field = value ?? []; } = [];
}
