using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

[KubeKind("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration")]
public sealed record MutatingWebhookConfiguration : KubeObject
{
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MutatingWebhook> Webhooks { get; init => field = value ?? []; } = [];
}
