using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.AdmissionPolicies;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicy: its expressions are checked against the kinds that it is about.</summary>
[GrainType("validatingadmissionpolicies.admissionregistration.k8s.io")]
public sealed class ValidatingAdmissionPolicyGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, ResourceRegistry registry)
    : ReconcilingGrain(state, services, reconciling), IValidatingAdmissionPolicyGrain
{
    protected override string Component => "validatingadmissionpolicy-status-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<ValidatingAdmissionPolicy>() is not { } policy) return null;
        if (AdmissionPolicyPlanner.Plan(policy, Subjects(policy), Parameters(policy)) is { } changed)
            await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.ValidatingAdmissionPolicies, changed)]);
        return null;
    }

    /// <summary>The kinds that the rules name one by one; a rule with a wildcard names none.</summary>
    private List<PolicySubject> Subjects(ValidatingAdmissionPolicy policy)
    {
        var subjects = new List<PolicySubject>();
        foreach (var rule in policy.Spec.MatchConstraints?.ResourceRules ?? [])
        {
            if (rule.ApiGroups.Concat(rule.ApiVersions).Concat(rule.Resources).Any(static t => t.Contains('*'))) continue;
            foreach (var (group, version, resource) in rule.ApiGroups.SelectMany(g => rule.ApiVersions.SelectMany(v => rule.Resources.Select(r => (g, v, r)))))
            {
                if (!registry.TryFind(group, version, resource, out var definition)) continue;
                var subject = new PolicySubject($"{group}/{version}, Kind={definition.Kind}", SchemaTypes.Of(definition));
                if (subjects.All(s => s.Kind != subject.Kind)) subjects.Add(subject);
            }
        }

        return subjects;
    }

    private CelType Parameters(ValidatingAdmissionPolicy policy) =>
        policy.Spec.ParamKind is { } kind && registry.TryFindKind(kind.ApiVersion, kind.Kind, out var definition) ? SchemaTypes.Of(definition) : CelType.Dyn;
}
