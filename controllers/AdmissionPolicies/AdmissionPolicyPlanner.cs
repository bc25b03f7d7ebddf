using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Controllers.AdmissionPolicies;

/// <summary>
/// Checks the expressions of a policy against the kinds that it is about, and warns of what cannot work with them
/// (k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go).
/// </summary>
public static class AdmissionPolicyPlanner
{
    /// <summary>How many kinds are checked.</summary>
    public const int MostSubjects = 10;

    /// <summary>The policy with what the check found; null when this generation was checked already.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="subjects">The kinds that its rules name; no more than <see cref="MostSubjects"/> are looked at.</param>
    /// <param name="parameters">What it sees of its parameters.</param>
    public static ValidatingAdmissionPolicy? Plan(ValidatingAdmissionPolicy policy, IReadOnlyList<PolicySubject> subjects, CelType parameters)
    {
        if (policy.Status.ObservedGeneration == policy.Metadata.Generation) return null;
        var checks = subjects.Take(MostSubjects)
            .SelectMany(s => PolicyExpressions.Of(policy.Spec, s.Type, parameters).Where(static e => e.Field.StartsWith("validations[", StringComparison.Ordinal) && e.Text.Length > 0)
                .Select(e => (e.Field, Problem: CelCheck.Of(e.Text, e.Environment).Errors is { } errors ? $"{s.Kind}: {errors}\n" : null)));
        return policy with
        {
            Status = policy.Status with
            {
                ObservedGeneration = policy.Metadata.Generation,
                TypeChecking = new TypeChecking
                {
                    ExpressionWarnings =
                    [
                        .. checks.GroupBy(static c => c.Field).Where(static g => g.Any(static c => c.Problem is not null))
                            .Select(static g => new ExpressionWarning { FieldRef = $"spec.{g.Key}", Warning = string.Join('\n', g.Select(static c => c.Problem).OfType<string>()) }),
                    ],
                },
            },
        };
    }
}
