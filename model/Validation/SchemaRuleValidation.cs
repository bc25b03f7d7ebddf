using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>The rules (<c>x-kubernetes-validations</c>) of a schema (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).</summary>
internal static class SchemaRuleValidation
{
    private const string OldSelf = "oldSelf";

    private static readonly string[] Reasons = [CauseType.FieldValueDuplicate, CauseType.FieldValueForbidden, CauseType.FieldValueInvalid, CauseType.FieldValueRequired];

    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors) => Check(root, path, isRoot: true, loose: null, errors);

    /// <param name="schema">The schema.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="isRoot">Whether it is that of whole objects.</param>
    /// <param name="loose">The list, if any, within which what an entry was before is not known.</param>
    /// <param name="errors">What is wrong.</param>
    private static void Check(JSONSchemaProps schema, string path, bool isRoot, string? loose, FieldErrors errors)
    {
        if (schema.XValidations.Count > 0) CheckRules(schema, path, isRoot, loose, errors);
        foreach (var (name, property) in schema.Properties) Check(property, $"{path}.properties[{name}]", false, loose, errors);
        if (schema.Items is { } items) Check(items, $"{path}.items", false, schema.XListType == "map" ? loose : loose ?? path, errors);
        if (schema.AdditionalProperties is { ValueKind: JsonValueKind.Object } more) Check(more.Deserialize<JSONSchemaProps>(KubeJson.Options)!, $"{path}.additionalProperties", false, loose, errors);
    }

    private static void CheckRules(JSONSchemaProps schema, string path, bool isRoot, string? loose, FieldErrors errors)
    {
        if (SchemaTypes.Of(schema, isRoot || schema.XEmbeddedResource) is not { } self)
        {
            errors.Add(FieldError.Forbidden($"{path}.x-kubernetes-validations", "rules cannot be used on a value whose type is not known"));
            return;
        }

        for (var i = 0; i < schema.XValidations.Count; i++)
        {
            var (rule, at) = (schema.XValidations[i], $"{path}.x-kubernetes-validations[{i}]");
            CheckRule(rule, Environment(rule, self), at, errors);
            if (loose is not null && CelExpression.Of(rule.Rule).Mentions(OldSelf))
                errors.Add(FieldError.Invalid($"{at}.rule", rule.Rule, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {loose}"));
            if (rule.FieldPath.Length > 0 && !SchemaRulePaths.Exists(schema, rule.FieldPath))
                errors.Add(FieldError.Invalid($"{at}.fieldPath", rule.FieldPath, "fieldPath must be a valid path: does not refer to a valid field"));
        }
    }

    private static CelEnvironment Environment(ValidationRule rule, CelType self) => new(new Dictionary<string, CelType>
    {
        ["self"] = self,
        [OldSelf] = rule.OptionalOldSelf == true ? CelType.OptionalOf(self) : self,
    });

    private static void CheckRule(ValidationRule rule, CelEnvironment environment, string at, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(rule.Rule)) errors.Add(FieldError.Required($"{at}.rule", "rule is not specified"));
        else if (Problem(rule.Rule, environment, CelType.Bool, "cel expression must evaluate to a bool") is { } problem) errors.Add(FieldError.Invalid($"{at}.rule", rule.Rule, problem));
        if (rule.Message.Length > 0 && string.IsNullOrWhiteSpace(rule.Message)) errors.Add(FieldError.Invalid($"{at}.message", rule.Message, "message must be non-empty if specified"));
        else if (rule.Message.Trim().Contains('\n')) errors.Add(FieldError.Invalid($"{at}.message", rule.Message, "message must not contain line breaks"));
        else if (rule.Rule.Trim().Contains('\n') && rule.Message.Length == 0) errors.Add(FieldError.Required($"{at}.message", "message must be specified if rule contains line breaks"));
        if (rule.MessageExpression.Length > 0)
        {
            if (string.IsNullOrWhiteSpace(rule.MessageExpression)) errors.Add(FieldError.Required($"{at}.messageExpression", "messageExpression must be non-empty if specified"));
            else if (Problem(rule.MessageExpression, environment, CelType.String, "messageExpression must evaluate to a string") is { } wrong)
                errors.Add(FieldError.Invalid($"{at}.messageExpression", rule.MessageExpression, wrong.Replace("compilation failed", "messageExpression compilation failed", StringComparison.Ordinal)));
        }

        if (rule.Reason is { } reason && !Reasons.Contains(reason)) errors.Add(FieldError.NotSupported($"{at}.reason", reason, Reasons));
        if (rule.OptionalOldSelf is not null && !CelExpression.Of(rule.Rule).Mentions(OldSelf))
            errors.Add(FieldError.Invalid($"{at}.optionalOldSelf", rule.OptionalOldSelf, "may not be set if oldSelf is not used in rule"));
    }

    private static string? Problem(string text, CelEnvironment environment, CelType result, string otherwise)
    {
        var check = CelCheck.Of(text, environment);
        return check.Errors is { } problems ? $"compilation failed: {problems}" : check.Type.Is(result) ? null : otherwise;
    }
}
