using System.Text.Json;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>The rules (<c>x-kubernetes-validations</c>) of a custom resource's schema, which its objects have to keep.</summary>
public sealed class CustomRuleAdmission : IAdmissionPlugin
{
    private const string Old = "oldSelf";

    public int Order => 890;

    public bool Handles(AdmissionRequest request) => request.Operation != AdmissionOperation.Delete && request.Definition is CustomObjectDefinition { HasRules: true };

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var errors = new List<FieldError>();
        var schema = ((CustomObjectDefinition)request.Definition).Rules;
        Check(schema, Json(value), request.Old is { } old ? Json(old) : null, "", errors);
        return errors.Count == 0 ? ValueTask.CompletedTask : throw Failures.Invalid(request.Definition.Group, request.Definition.Kind, request.Key.Name, errors);
    }

    private static JsonElement Json(KubeObject value) => JsonSerializer.SerializeToElement((CustomObject)value, KubeJson.Options);

    private static void Check(JsonSchema schema, JsonElement value, JsonElement? old, string path, List<FieldError> errors)
    {
        foreach (var rule in schema.Source.XValidations) Check(rule, schema, value, old, path, errors);
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                JsonElement? before = old is { ValueKind: JsonValueKind.Object } && old.Value.TryGetProperty(property.Name, out var known) ? known : null;
                if (schema.Properties.TryGetValue(property.Name, out var inner)) Check(inner, property.Value, before, below, errors);
                else if (schema.AdditionalProperties is { } more) Check(more, property.Value, before, path + $"[{property.Name}]", errors);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray()) Check(items, item, Same(schema.Source, item, old), $"{path}[{index++}]", errors);
        }
    }

    private static void Check(ValidationRule rule, JsonSchema schema, JsonElement value, JsonElement? old, string path, List<FieldError> errors)
    {
        var expression = CelExpression.Of(rule.Rule);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = CelValue.Of(value) };
        if (old is { } before) variables[Old] = CelValue.Of(before);
        else if (expression.Mentions(Old)) return;
        try
        {
            if (!expression.Holds(variables)) errors.Add(Error(rule, schema, path, MessageOf(rule, variables)));
        }
        catch (CelFailure failure)
        {
            errors.Add(FieldError.Invalid(path, schema.Source.Type, $"rule could not be evaluated: {failure.Message}"));
        }
    }

    private static FieldError Error(ValidationRule rule, JsonSchema schema, string path, string message)
    {
        var field = rule.FieldPath.Length == 0 ? path : path.Length == 0 ? rule.FieldPath.TrimStart('.') : path + rule.FieldPath;
        return rule.Reason switch
        {
            CauseType.FieldValueForbidden => FieldError.Forbidden(field, message),
            CauseType.FieldValueRequired => FieldError.Required(field, message),
            CauseType.FieldValueDuplicate => FieldError.Duplicate(field, schema.Source.Type),
            _ => FieldError.Invalid(field, schema.Source.Type, message),
        };
    }

    private static string MessageOf(ValidationRule rule, Dictionary<string, object?> variables) => CelExpression.Message(rule.MessageExpression, variables)
        ?? (rule.Message.Length > 0 ? rule.Message : $"failed rule: {rule.Rule.Trim()}");

    /// <summary>The entry that an entry was before: lists with keys know, others do not.</summary>
    private static JsonElement? Same(JSONSchemaProps schema, JsonElement item, JsonElement? old)
    {
        if (schema.XListType != "map" || old is not { ValueKind: JsonValueKind.Array } before || item.ValueKind != JsonValueKind.Object) return null;
        foreach (var candidate in before.EnumerateArray())
        {
            if (candidate.ValueKind == JsonValueKind.Object && schema.XListMapKeys.All(k => Key(candidate, k) == Key(item, k))) return candidate;
        }

        return null;
    }

    private static string? Key(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) ? value.GetRawText() : null;
}
