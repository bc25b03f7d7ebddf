using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

/// <summary>Puts a policy in force, for certain objects and with certain parameters.</summary>
[KubeKind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding")]
public sealed record ValidatingAdmissionPolicyBinding : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ValidatingAdmissionPolicyBindingSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>Which policy is in force, and where.</summary>
public sealed record ValidatingAdmissionPolicyBindingSpec
{
    /// <summary>Name of the policy. Where there is none of this name, the binding does nothing.</summary>
    public string PolicyName { get; init => field = value ?? ""; } = "";

    /// <summary>The parameters of the policy.</summary>
    public ParamRef? ParamRef { get; init; }

    /// <summary>The requests for which the policy is in force, of those that it is meant for. Default: all of them.</summary>
    public MatchResources? MatchResources { get; init; }

    /// <summary>What happens when a rule is broken: Deny refuses the request, Warn warns the client, Audit notes it in the audit log.</summary>
    [ListSet] [Values(typeof(ValidationAction))]
    public IReadOnlyList<string> ValidationActions { get; init => field = value ?? []; } = [];
}
