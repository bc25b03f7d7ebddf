using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

[KubeKind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding")]
public sealed record ValidatingAdmissionPolicyBinding : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ValidatingAdmissionPolicyBindingSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record ValidatingAdmissionPolicyBindingSpec
{
    public string PolicyName { get; init => field = value ?? ""; } = "";

    public ParamRef? ParamRef { get; init; }

    public MatchResources? MatchResources { get; init; }

    [ListSet] [Values(typeof(ValidationAction))]
    public IReadOnlyList<string> ValidationActions { get; init => field = value ?? []; } = [];
}
