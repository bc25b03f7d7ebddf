using Orleans.Kube.Controllers;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>ValidatingAdmissionPolicies: rules in the Common Expression Language that writes have to keep where a binding says so.</summary>
public sealed class PolicyAdmission(ResourceRegistry registry, ObjectConversion conversion, WriteVariables writes) : IAdmissionPlugin
{
    /// <summary>What the expressions of one policy may cost for a write (k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudget).</summary>
    private const long MostCost = 10_000_000;

    public int Order => 910;

    public bool Handles(AdmissionRequest request) => request.View.Count(Resources.ValidatingAdmissionPolicyBindings) > 0 && !RuleMatching.IsExempt(request.Key.Resource);

    public async ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var shown = request.Shown(value);
        var bindings = request.View.List(Resources.ValidatingAdmissionPolicyBindings).Select(static b => b.As<ValidatingAdmissionPolicyBinding>());
        StatusException? refusal = null;
        foreach (var bound in bindings.GroupBy(static b => b.Spec.PolicyName))
        {
            if (request.View.Find(new ObjectKey(Resources.ValidatingAdmissionPolicies, "", bound.Key))?.As<ValidatingAdmissionPolicy>() is not { } policy) continue;
            if (Seen(policy.Spec.MatchConstraints, request, shown) is not { } seen) continue;
            var denial = await JudgeAsync(policy, bound, request, seen, shown);
            refusal ??= denial;
        }

        if (refusal is not null) throw refusal;
    }

    /// <summary>The version in which the constraints see a write, or null when they do not speak of it.</summary>
    private ResourceDefinition? Seen(MatchResources? constraints, AdmissionRequest request, KubeObject? value)
    {
        if (constraints is null) return request.Definition;
        if (!RuleMatching.InNamespace(constraints.NamespaceSelector, request, value) || !RuleMatching.Selects(constraints.ObjectSelector, value, request.Old)) return null;
        var operation = WebhookReviews.Operation(request.Operation);
        IEnumerable<ResourceDefinition> versions = constraints.MatchPolicy == MatchPolicyType.Exact
            ? [request.Definition]
            : [request.Definition, .. registry.All.Where(d => d.Resource == request.Definition.Resource && d != request.Definition)];
        bool Covers(NamedRuleWithOperations rule, ResourceDefinition d) => RuleMatching.Covers(rule, operation, d, request.Subresource, request.Key.Name);
        if (constraints.ExcludeResourceRules.Any(r => versions.Any(d => Covers(r, d)))) return null;
        return constraints.ResourceRules.Count == 0 ? request.Definition : versions.FirstOrDefault(d => constraints.ResourceRules.Any(r => Covers(r, d)));
    }

    /// <summary>Has every binding judge the write, so that all warnings are told; the refusal is the first.</summary>
    private async ValueTask<StatusException?> JudgeAsync(
        ValidatingAdmissionPolicy policy, IEnumerable<ValidatingAdmissionPolicyBinding> bindings, AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        var parameters = PolicyParameters.Of(policy, registry, conversion);
        if (parameters.Problem is { } unknown) return Ignores(policy) ? null : Refusal(policy, null, new Failure(unknown, ""), request);
        StatusException? refusal = null;
        Dictionary<string, object?>? variables = null;
        foreach (var binding in bindings)
        {
            if (binding.Spec.MatchResources is { } narrower && Seen(narrower, request, value) is null) continue;
            var (found, missing) = await parameters.FindAsync(binding.Spec.ParamRef, request);
            if (missing is not null && !Ignores(policy)) refusal ??= Refusal(policy, binding, new Failure($"failed to configure binding: {missing}", ""), request);
            if (found.Count > 0) variables ??= await writes.OfAsync(request, seen, value);
            foreach (var one in found)
            {
                variables!["params"] = one;
                foreach (var failure in Judge(policy, variables))
                {
                    var denial = Act(policy, binding, failure, request);
                    refusal ??= denial;
                }
            }
        }

        return refusal;
    }

    private static List<Failure> Judge(ValidatingAdmissionPolicy policy, Dictionary<string, object?> variables)
    {
        try
        {
            if (!WriteVariables.Meet(policy.Spec.MatchConditions, variables)) return [];
            return [.. Validate(policy, variables), .. Annotate(policy, variables)];
        }
        catch (CelFailure failure)
        {
            return Ignores(policy) ? [] : [new Failure(failure.Message, "")];
        }
    }

    /// <exception cref="CelFailure">The expressions cost too much together.</exception>
    private static List<Failure> Validate(ValidatingAdmissionPolicy policy, Dictionary<string, object?> variables)
    {
        var failures = new List<Failure>();
        var budget = new CelBudget(MostCost);
        variables["variables"] = new PolicyVariables(policy.Spec.Variables, variables, budget);
        foreach (var validation in policy.Spec.Validations)
        {
            try
            {
                if (!CelExpression.Of(validation.Expression).Holds(variables, budget)) failures.Add(new Failure(MessageOf(validation, variables, budget), validation.Reason ?? ""));
            }
            catch (CelFailure failure) when (!failure.EndsAll)
            {
                if (!Ignores(policy)) failures.Add(new Failure(WriteVariables.Told(validation.Expression, failure), ""));
            }
        }

        return failures;
    }

    /// <summary>Notes are for an audit log, which there is none of; one that cannot be written refuses all the same. They have a budget of their own.</summary>
    private static IEnumerable<Failure> Annotate(ValidatingAdmissionPolicy policy, Dictionary<string, object?> variables)
    {
        if (policy.Spec.AuditAnnotations.Count == 0) yield break;
        var budget = new CelBudget(MostCost);
        variables["variables"] = new PolicyVariables(policy.Spec.Variables, variables, budget);
        foreach (var note in policy.Spec.AuditAnnotations)
            if (Problem(note.ValueExpression, variables, budget) is { } problem && !Ignores(policy)) yield return new Failure(problem, "", IsNote: true);
    }

    private static string? Problem(string expression, Dictionary<string, object?> variables, CelBudget budget)
    {
        try
        {
            return CelExpression.Of(expression).Evaluate(variables, budget) is null or string ? null
                : $"valueExpression '{expression}' resulted in unsupported return type. Return type must be either string or null.";
        }
        catch (CelFailure failure) when (!failure.EndsAll)
        {
            return WriteVariables.Told(expression, failure);
        }
    }

    private static bool Ignores(ValidatingAdmissionPolicy policy) => policy.Spec.FailurePolicy == FailurePolicyType.Ignore;

    private static string MessageOf(Validation validation, Dictionary<string, object?> variables, CelBudget budget)
    {
        try
        {
            return CelExpression.Message(validation.MessageExpression, variables, budget)
                ?? (validation.Message.Trim() is { Length: > 0 } message ? message : $"failed expression: {validation.Expression.Trim()}");
        }
        catch (CelFailure failure)
        {
            throw new CelFailure($"failed messageExpression: {failure.Message}", endsAll: true);
        }
    }

    /// <summary>Warns of a failure where the binding says so, and returns the refusal where it refuses.</summary>
    private static StatusException? Act(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding, Failure failure, AdmissionRequest request)
    {
        if (failure.IsNote) return Refusal(policy, binding, failure, request);
        if (binding.Spec.ValidationActions.Contains(ValidationAction.Warn)) request.Warn($"Validation failed for {Names(policy, binding)}: {failure.Message}");
        return binding.Spec.ValidationActions.Contains(ValidationAction.Deny) ? Refusal(policy, binding, failure, request) : null;
    }

    private static string Names(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding? binding) =>
        $"ValidatingAdmissionPolicy '{policy.Metadata.Name}'{(binding is null ? "" : $" with binding '{binding.Metadata.Name}'")}";

    private static StatusException Refusal(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding? binding, Failure failure, AdmissionRequest request)
    {
        var message = $"{Names(policy, binding)} denied request: {failure.Message}";
        var refusal = Failures.Forbidden(request.Key.Resource, request.Key.Name, message).Status;
        var reason = failure.Reason.Length > 0 ? failure.Reason : StatusReason.Invalid;
        return new StatusException(refusal with
        {
            Reason = reason,
            Code = reason switch { StatusReason.Unauthorized => 401, StatusReason.Forbidden => 403, StatusReason.RequestEntityTooLarge => 413, _ => 422 },
            Details = refusal.Details! with { Causes = [new StatusCause { Message = message }] },
        });
    }

    /// <param name="Message">What is told.</param>
    /// <param name="Reason">The reason of the refusal; empty for the usual one.</param>
    /// <param name="IsNote">Whether a note failed: that refuses whatever the binding says.</param>
    private sealed record Failure(string Message, string Reason, bool IsNote = false);
}
