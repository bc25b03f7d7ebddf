using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

/// <summary>Webhooks that may change objects before they are stored.</summary>
[KubeKind("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration")]
public sealed record MutatingWebhookConfiguration : KubeObject
{
    /// <summary>The webhooks. They are asked one after the other.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MutatingWebhook> Webhooks { get; init => field = value ?? []; } = [];
}
