using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

[KubeKind("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration")]
public sealed record ValidatingWebhookConfiguration : KubeObject
{
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ValidatingWebhook> Webhooks { get; init => field = value ?? []; } = [];
}
