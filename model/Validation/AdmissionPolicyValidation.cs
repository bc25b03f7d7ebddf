using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Validation;

/// <summary>Admission policies and their bindings, their expressions included. The walk stands at the spec.</summary>
internal static class AdmissionPolicyValidation
{
    private static readonly string[] Reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];

    public static void Validate(ValidatingAdmissionPolicySpec spec, string policy, FieldErrors errors)
    {
        Rules.NoneOrOneOf("failurePolicy", spec.FailurePolicy, errors, FailurePolicyType.Fail, FailurePolicyType.Ignore);
        if (spec.ParamKind is { } kind)
        {
            if (kind.ApiVersion.Length == 0) errors.Required("paramKind.apiVersion");
            else Version(kind.ApiVersion, errors);
            if (kind.Kind.Length == 0) errors.Required("paramKind.kind");
            else errors.InvalidEach("paramKind.kind", kind.Kind, Names.Dns1035Label(kind.Kind.ToLowerInvariant()).Select(static m => "may have mixed case, but should otherwise match: " + m));
        }

        if (spec.MatchConstraints is not { } constraints) errors.Required("matchConstraints");
        else
            using (errors.At("matchConstraints"))
            {
                Resources(constraints, errors);
                if (constraints.ResourceRules.Count == 0) errors.Required("resourceRules");
            }

        WebhookValidation.Conditions(spec.MatchConditions, errors);
        Variables(spec.Variables, errors);
        if (spec.Validations.Count == 0 && spec.AuditAnnotations.Count == 0)
        {
            errors.Required("validations", "validations or auditAnnotations must contain at least one item");
            errors.Required("auditAnnotations", "validations or auditAnnotations must contain at least one item");
        }

        for (var i = 0; i < spec.Validations.Count; i++)
            using (errors.At("validations", i)) Rule(spec.Validations[i], errors);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.AuditAnnotations.Count; i++)
        {
            using var _ = errors.At("auditAnnotations", i);
            errors.InvalidEach("key", $"{policy}/{spec.AuditAnnotations[i].Key}", LabelRules.QualifiedName($"{policy}/{spec.AuditAnnotations[i].Key}"));
            if (string.IsNullOrWhiteSpace(spec.AuditAnnotations[i].ValueExpression)) errors.Required("valueExpression", "valueExpression is not specified");
            if (!keys.Add(spec.AuditAnnotations[i].Key)) errors.Duplicate("key", spec.AuditAnnotations[i].Key);
        }

        foreach (var expression in PolicyExpressions.Of(spec, CelType.Dyn, CelType.Dyn)) ExpressionValidation.Check(expression.Field, expression.Text, expression.Environment, expression.Results, errors);
    }

    public static void Binding(ValidatingAdmissionPolicyBindingSpec spec, FieldErrors errors)
    {
        if (spec.PolicyName.Length == 0) errors.Required("policyName");
        else errors.InvalidEach("policyName", spec.PolicyName, Names.DnsSubdomain(spec.PolicyName));
        if (spec.ParamRef is { } param)
            using (errors.At("paramRef"))
            {
                errors.InvalidEach("name", param.Name, Names.PathSegment(param.Name));
                if (param.Name.Length > 0 && param.Selector is not null) errors.Forbidden("name", "name and selector are mutually exclusive");
                if (param.Name.Length > 0 && param.Selector is not null) errors.Forbidden("selector", "name and selector are mutually exclusive");
                if (param.Name.Length == 0 && param.Selector is null) errors.Required("", "one of name or selector must be specified");
                if (param.ParameterNotFoundAction is null) errors.Required("parameterNotFoundAction");
                Rules.NoneOrOneOf("parameterNotFoundAction", param.ParameterNotFoundAction, errors, ParameterNotFoundActionType.Deny, ParameterNotFoundActionType.Allow);
            }

        if (spec.MatchResources is { } resources)
            using (errors.At("matchResources")) Resources(resources, errors);
        if (spec.ValidationActions.Count == 0) errors.Required("validationActions", "at least one validation action is required");
        for (var i = 0; i < spec.ValidationActions.Count; i++)
            if (spec.ValidationActions.Take(i).Contains(spec.ValidationActions[i])) errors.Duplicate($"validationActions[{i}]", spec.ValidationActions[i]);
            else if (spec.ValidationActions[i] is not (ValidationAction.Deny or ValidationAction.Warn or ValidationAction.Audit))
                errors.NotSupported($"validationActions[{i}]", spec.ValidationActions[i], ValidationAction.Audit, ValidationAction.Deny, ValidationAction.Warn);
        if (spec.ValidationActions.Contains(ValidationAction.Deny) && spec.ValidationActions.Contains(ValidationAction.Warn))
            errors.Invalid("validationActions", spec.ValidationActions, "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
    }

    private static void Resources(MatchResources resources, FieldErrors errors)
    {
        if (resources.MatchPolicy is null) errors.Required("matchPolicy");
        Rules.NoneOrOneOf("matchPolicy", resources.MatchPolicy, errors, MatchPolicyType.Equivalent, MatchPolicyType.Exact);
        LabelSelectorValidation.Validate("namespaceSelector", resources.NamespaceSelector, errors);
        LabelSelectorValidation.Validate("objectSelector", resources.ObjectSelector, errors);
        MatchRules("resourceRules", resources.ResourceRules, errors);
        MatchRules("excludeResourceRules", resources.ExcludeResourceRules, errors);
    }

    private static void MatchRules(string field, IReadOnlyList<NamedRuleWithOperations> rules, FieldErrors errors)
    {
        for (var i = 0; i < rules.Count; i++)
            using (errors.At(field, i))
            {
                WebhookValidation.Rule(rules[i].Operations, rules[i].ApiGroups, rules[i].ApiVersions, rules[i].Resources, rules[i].Scope, errors);
                for (var j = 0; j < rules[i].ResourceNames.Count; j++)
                {
                    var name = rules[i].ResourceNames[j];
                    errors.InvalidEach($"resourceNames[{j}]", name, Names.PathSegment(name));
                    if (rules[i].ResourceNames.Take(j).Contains(name)) errors.Duplicate($"resourceNames[{j}]", name);
                }
            }
    }

    /// <summary>A version, alone or after its group.</summary>
    private static void Version(string version, FieldErrors errors)
    {
        var parts = version.Split('/');
        if (parts.Length > 2)
        {
            errors.Invalid("paramKind.apiVersion", version, $"unexpected GroupVersion string: {version}");
            return;
        }

        if (parts.Length == 2) errors.InvalidEach("paramKind.apiVersion", parts[0], Names.DnsSubdomain(parts[0]));
        errors.InvalidEach("paramKind.apiVersion", parts[^1], Names.Dns1035Label(parts[^1]));
    }

    private static void Variables(IReadOnlyList<Variable> variables, FieldErrors errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            using var _ = errors.At("variables", i);
            var name = variables[i].Name;
            if (name.Length == 0) errors.Required("name", "name is not specified");
            else if (!char.IsAsciiLetter(name[0]) && name[0] != '_' || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
                errors.Invalid("name", name, "name is not a valid CEL identifier");
            if (string.IsNullOrWhiteSpace(variables[i].Expression)) errors.Required("expression", "expression is not specified");
        }
    }

    private static void Rule(AdmissionRegistration.Validation rule, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(rule.Expression)) errors.Required("expression", "expression is not specified");
        if (rule.Message.Length > 0 && string.IsNullOrWhiteSpace(rule.Message)) errors.Invalid("message", rule.Message, "message must be non-empty if specified");
        else if (rule.Message.Contains('\n')) errors.Invalid("message", rule.Message, "message must not contain line breaks");
        if (rule.Reason is not null && !Reasons.Contains(rule.Reason)) errors.NotSupported("reason", rule.Reason, Reasons);
    }
}
