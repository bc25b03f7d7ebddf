using Orleans.Kube.Controllers;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

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
        foreach (var binding in request.View.List(Resources.ValidatingAdmissionPolicyBindings).Select(static b => b.As<ValidatingAdmissionPolicyBinding>()))
        {
            if (request.View.Find(new ObjectKey(Resources.ValidatingAdmissionPolicies, "", binding.Spec.PolicyName))?.As<ValidatingAdmissionPolicy>() is not { } policy) continue;
            if (Seen(policy.Spec.MatchConstraints, request, shown) is not { } seen) continue;
            if (binding.Spec.MatchResources is { } narrower && Seen(narrower, request, shown) is null) continue;
            foreach (var failure in await JudgeAsync(policy, binding, request, seen, shown)) Act(policy, binding, failure, request);
        }
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

    private async ValueTask<List<Failure>> JudgeAsync(
        ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding, AdmissionRequest request, ResourceDefinition seen, KubeObject? value)
    {
        var variables = await writes.OfAsync(request, seen, value);
        var (found, missing) = await ParametersAsync(policy.Spec.ParamKind, binding.Spec.ParamRef, request);
        if (missing is not null) return policy.Spec.FailurePolicy == FailurePolicyType.Ignore ? [] : [new Failure(missing, "")];
        var failures = new List<Failure>();
        foreach (var parameters in found)
        {
            variables["params"] = parameters;
            failures.AddRange(Judge(policy, variables));
        }

        return failures;
    }

    private static List<Failure> Judge(ValidatingAdmissionPolicy policy, Dictionary<string, object?> variables)
    {
        var ignores = policy.Spec.FailurePolicy == FailurePolicyType.Ignore;
        var failures = new List<Failure>();
        var budget = new CelBudget(MostCost);
        variables["variables"] = new PolicyVariables(policy.Spec.Variables, variables, budget);
        try
        {
            if (!WriteVariables.Meet(policy.Spec.MatchConditions, variables)) return failures;
        }
        catch (CelFailure failure)
        {
            if (!ignores) failures.Add(new Failure($"match conditions could not be evaluated: {failure.Message}", ""));
            return failures;
        }

        foreach (var validation in policy.Spec.Validations)
        {
            try
            {
                if (!CelExpression.Of(validation.Expression).Holds(variables, budget)) failures.Add(new Failure(MessageOf(validation, variables), validation.Reason ?? ""));
            }
            catch (CelFailure failure)
            {
                if (!ignores) failures.Add(new Failure($"expression '{validation.Expression}' resulted in error: {failure.Message}", ""));
            }
        }

        return failures;
    }

    private static string MessageOf(Validation validation, Dictionary<string, object?> variables) => CelExpression.Message(validation.MessageExpression, variables)
        ?? (validation.Message.Length > 0 ? validation.Message.Trim() : $"failed expression: {validation.Expression.Trim()}");

    /// <summary>The objects that parameterize the policy, one null where it has none; or why they are missing.</summary>
    private async ValueTask<(IReadOnlyList<object?> Found, string? Missing)> ParametersAsync(ParamKind? kind, ParamRef? reference, AdmissionRequest request)
    {
        if (kind is null || reference is null) return ([null], null);
        if (!registry.TryFindKind(kind.ApiVersion, kind.Kind, out var definition))
            return ([], $"failed to configure policy: failed to find resource referenced by paramKind: '{kind.ApiVersion}, Kind={kind.Kind}'");
        var space = !definition.Namespaced ? "" : reference.Namespace.Length > 0 ? reference.Namespace : request.Key.Namespace;
        var stored = reference.Name.Length > 0
            ? request.View.Find(definition.Key(space, reference.Name)) is { } one ? [one] : []
            : request.View.List(definition.StoredResource, definition.Namespaced ? space : null).Where(o => LabelQuery.From(reference.Selector).Matches(o.Header.Labels)).ToList();
        if (stored.Count == 0 && reference.ParameterNotFoundAction != ParameterNotFoundActionType.Allow) return ([], "no params found for policy binding with `Deny` parameterNotFoundAction");
        var found = new List<object?>();
        foreach (var item in stored) found.Add(CelJson.Of(definition.FromStored(await conversion.ToVersionAsync(definition, item.Decode(definition.StoredType)))));
        return (found, null);
    }

    private static void Act(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding, Failure failure, AdmissionRequest request)
    {
        var names = $"ValidatingAdmissionPolicy '{policy.Metadata.Name}' with binding '{binding.Metadata.Name}'";
        if (binding.Spec.ValidationActions.Contains(ValidationAction.Warn)) request.Warn($"Validation failed for {names}: {failure.Message}");
        if (!binding.Spec.ValidationActions.Contains(ValidationAction.Deny)) return;
        var message = $"{names} denied request: {failure.Message}";
        var refusal = Failures.Forbidden(request.Key.Resource, request.Key.Name, message).Status;
        var reason = failure.Reason.Length > 0 ? failure.Reason : StatusReason.Invalid;
        throw new StatusException(refusal with
        {
            Reason = reason,
            Code = reason switch { StatusReason.Unauthorized => 401, StatusReason.Forbidden => 403, StatusReason.RequestEntityTooLarge => 413, _ => 422 },
            Details = refusal.Details! with { Causes = [new StatusCause { Message = message }] },
        });
    }

    private sealed record Failure(string Message, string Reason);
}
