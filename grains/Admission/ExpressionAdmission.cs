using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>Expressions have to compile before they are stored.</summary>
public sealed class ExpressionAdmission : IAdmissionPlugin
{
    public int Order => 905;

    public bool Handles(AdmissionRequest request) =>
        request.Operation != AdmissionOperation.Delete && request.Key.Resource.Group is "admissionregistration.k8s.io" or "apiextensions.k8s.io" && request.Subresource.Length == 0;

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var errors = new FieldErrors();
        switch (value)
        {
            case ValidatingAdmissionPolicy policy: Policy(policy.Spec, errors); break;
            case ValidatingWebhookConfiguration hooks: Hooks(hooks.Webhooks.Select(static h => h.MatchConditions), errors); break;
            case MutatingWebhookConfiguration hooks: Hooks(hooks.Webhooks.Select(static h => h.MatchConditions), errors); break;
            case CustomResourceDefinition custom: Custom(custom, errors); break;
        }

        return errors.Count == 0 ? ValueTask.CompletedTask : throw Failures.Invalid(request.Definition.Group, request.Definition.Kind, request.Key.Name, errors);
    }

    private static void Policy(ValidatingAdmissionPolicySpec spec, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        for (var i = 0; i < spec.Variables.Count; i++) Check($"variables[{i}].expression", spec.Variables[i].Expression, errors);
        Conditions(spec.MatchConditions, errors);
        for (var i = 0; i < spec.Validations.Count; i++)
        {
            Check($"validations[{i}].expression", spec.Validations[i].Expression, errors);
            Check($"validations[{i}].messageExpression", spec.Validations[i].MessageExpression, errors);
        }

        for (var i = 0; i < spec.AuditAnnotations.Count; i++) Check($"auditAnnotations[{i}].valueExpression", spec.AuditAnnotations[i].ValueExpression, errors);
    }

    private static void Hooks(IEnumerable<IReadOnlyList<MatchCondition>> hooks, FieldErrors errors)
    {
        var index = 0;
        foreach (var conditions in hooks)
            using (errors.At("webhooks", index++)) Conditions(conditions, errors);
    }

    private static void Conditions(IReadOnlyList<MatchCondition> conditions, FieldErrors errors)
    {
        for (var i = 0; i < conditions.Count; i++) Check($"matchConditions[{i}].expression", conditions[i].Expression, errors);
    }

    private static void Custom(CustomResourceDefinition custom, FieldErrors errors)
    {
        for (var i = 0; i < custom.Spec.Versions.Count; i++)
        {
            using var _ = errors.At("spec.versions", i);
            if (custom.Spec.Versions[i].Schema?.OpenAPIV3Schema is { } schema) Rules(schema, "schema.openAPIV3Schema", errors);
        }
    }

    private static void Rules(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        for (var i = 0; i < schema.XValidations.Count; i++)
        {
            Check($"{path}.x-kubernetes-validations[{i}].rule", schema.XValidations[i].Rule, errors);
            Check($"{path}.x-kubernetes-validations[{i}].messageExpression", schema.XValidations[i].MessageExpression, errors);
        }

        foreach (var (name, property) in schema.Properties) Rules(property, $"{path}.properties[{name}]", errors);
        if (schema.Items is { } items) Rules(items, $"{path}.items", errors);
    }

    private static void Check(string field, string expression, FieldErrors errors)
    {
        if (expression.Length > 0 && CelExpression.Of(expression).SyntaxError is { } error) errors.Invalid(field, expression, $"compilation failed: ERROR: {error}");
    }
}
