using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Keeps values to the rules (<c>x-kubernetes-validations</c>) of their schema (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel). On an update, what
/// has not changed is only warned of, but for rules that compare it with what it was or have no value.
/// </summary>
public static class SchemaRules
{
    /// <summary>What the rules may cost for one object (k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudget).</summary>
    private const long MostCost = 10_000_000;

    private const string Old = "oldSelf";
    private const string Cancelled = "operation cancelled";

    /// <summary>What is against the rules.</summary>
    /// <param name="schema">The schema of whole objects.</param>
    /// <param name="value">The object as it would be stored.</param>
    /// <param name="old">The object that is stored; null on a creation.</param>
    public static IReadOnlyList<FieldError> Check(JsonSchema schema, JsonElement value, JsonElement? old)
    {
        var walk = new Walk(isOfKept: false);
        walk.Check(schema, value, old, isKept: false, "");
        return walk.Errors;
    }

    /// <summary>What is against the rules in values that have not changed.</summary>
    /// <param name="schema">The schema of whole objects.</param>
    /// <param name="value">The object as it would be stored.</param>
    /// <param name="old">The object that is stored.</param>
    public static IEnumerable<string> Warnings(JsonSchema schema, JsonElement value, JsonElement old)
    {
        var walk = new Walk(isOfKept: true);
        walk.Check(schema, value, old, isKept: false, "");
        return walk.Errors.Select(static e => e.ToString());
    }

    /// <summary>What is against the schema, and against the rules as far as those can be checked beside it: not those of a value that is not what it should be.</summary>
    /// <param name="errors">What is against the schema.</param>
    /// <param name="schema">The schema of whole objects.</param>
    /// <param name="value">The object as it would be stored.</param>
    /// <param name="old">The object that is stored; null on a creation.</param>
    public static IReadOnlyList<FieldError> Beside(IReadOnlyList<FieldError> errors, JsonSchema schema, JsonElement value, JsonElement? old)
    {
        if (errors.Count == 0 || !schema.HasRules) return errors;
        return [.. errors, .. errors.Any(static e => Hindering.Contains(e.Reason)) ? [NotChecked] : Check(schema, value, old)];
    }

    private const string Root = "<nil>";

    private static readonly string[] Hindering =
        [CauseType.FieldValueNotSupported, CauseType.FieldValueRequired, CauseType.FieldValueTooLong, CauseType.FieldValueTooMany, CauseType.FieldValueTypeInvalid];

    private static readonly FieldError NotChecked =
        FieldError.Invalid(Root, "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");

    /// <param name="isOfKept">Whether the rules are those that only warn, of what has not changed.</param>
    private sealed class Walk(bool isOfKept)
    {
        private readonly CelBudget _budget = new(MostCost);
        private bool _isOver;

        public List<FieldError> Errors { get; } = [];

        /// <param name="schema">The schema of the value.</param>
        /// <param name="value">The value.</param>
        /// <param name="old">What it was before; null where that cannot be found.</param>
        /// <param name="isKept">Whether what it is a part of has not changed.</param>
        /// <param name="path">Where it is.</param>
        public void Check(JsonSchema schema, JsonElement value, JsonElement? old, bool isKept, string path)
        {
            if (!schema.HasRules || value.ValueKind == JsonValueKind.Null) return;
            var isSame = isKept || (old is { } before && JsonElement.DeepEquals(before, value));
            foreach (var rule in schema.Source.XValidations)
                if (!_isOver) Check(rule, schema, value, old, isSame, path);
            if (_isOver) return;
            if (value.ValueKind == JsonValueKind.Object) CheckProperties(schema, value, old, isSame, path);
            else if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items) CheckItems(schema, items, value, old, isSame, path);
        }

        private void CheckProperties(JsonSchema schema, JsonElement value, JsonElement? old, bool isKept, string path)
        {
            foreach (var property in value.EnumerateObject())
            {
                var before = SchemaCorrelation.Property(old, property.Name);
                if (schema.Properties.TryGetValue(property.Name, out var inner)) Check(inner, property.Value, before, isKept, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
                else if (schema.AdditionalProperties is { } more) Check(more, property.Value, before, isKept, $"{path}[{property.Name}]");
            }
        }

        private void CheckItems(JsonSchema schema, JsonSchema items, JsonElement value, JsonElement? old, bool isKept, string path)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray()) Check(items, item, SchemaCorrelation.Entry(schema.Source, item, old), isKept, $"{path}[{index++}]");
        }

        private void Check(ValidationRule rule, JsonSchema schema, JsonElement value, JsonElement? old, bool isSame, string path)
        {
            var expression = CelExpression.Of(rule.Rule);
            var compares = expression.Mentions(Old);
            var isKept = !compares && isSame;
            if (isOfKept && !isKept) return;
            if (compares && old is null && rule.OptionalOldSelf != true) return;
            var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = CelJson.Of(value, schema) };
            if (rule.OptionalOldSelf == true) variables[Old] = old is { } known ? CelOptional.Of(CelJson.Of(known, schema)) : CelOptional.None;
            else if (old is { } before) variables[Old] = CelJson.Of(before, schema);
            try
            {
                var holds = expression.Holds(variables, _budget);
                if (!holds && isOfKept == isKept) Errors.Add(Broken(rule, schema, path, variables));
            }
            catch (CelFailure failure)
            {
                if (isOfKept) return;
                Errors.Add(FieldError.Invalid(path.Length == 0 ? Root : path, schema.Source.Type, failure.EndsAll ? failure.Message : Explain(failure.Message, rule)));
                _isOver = EndsAll(failure);
            }
        }

        private FieldError Broken(ValidationRule rule, JsonSchema schema, string path, Dictionary<string, object?> variables)
        {
            string? message = null;
            try
            {
                if (rule.MessageExpression.Length > 0) message = CelExpression.MessageOf(CelExpression.Of(rule.MessageExpression).Evaluate(variables, _budget));
            }
            catch (CelFailure failure) when (EndsAll(failure))
            {
                _isOver = true;
                return FieldError.Invalid(FieldOf(rule, path), schema.Source.Type, failure.EndsAll
                    ? "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run"
                    : $"no further validation rules will be run due to call cost exceeds limit for messageExpression: {GoText.Quote(rule.MessageExpression)}");
            }
            catch (CelFailure)
            {
                // The rule's own message says it then.
            }

            return Error(rule, schema, path, message ?? (rule.Message.Length > 0 ? rule.Message.Trim() : $"failed rule: {rule.Rule.Trim()}"));
        }
    }

    /// <summary>Whether no other rule is asked: together they have cost too much, or this one alone.</summary>
    private static bool EndsAll(CelFailure failure) => failure.EndsAll || failure.Message.StartsWith(Cancelled, StringComparison.Ordinal);

    private static string Explain(string failure, ValidationRule rule)
    {
        var about = rule.Message.Length > 0 ? rule.Message.Trim() : rule.Rule.Trim();
        if (failure.StartsWith("no such overload", StringComparison.Ordinal)) return $"'{failure}': call arguments did not match a supported operator, function or macro signature for rule: {about}";
        return failure.StartsWith(Cancelled, StringComparison.Ordinal)
            ? $"'{failure}': no further validation rules will be run due to call cost exceeds limit for rule: {about}"
            : $"{failure} evaluating rule: {about}";
    }

    private static FieldError Error(ValidationRule rule, JsonSchema schema, string path, string message)
    {
        var field = FieldOf(rule, path);
        return rule.Reason switch
        {
            CauseType.FieldValueForbidden => FieldError.Forbidden(field, message),
            CauseType.FieldValueRequired => FieldError.Required(field, message),
            CauseType.FieldValueDuplicate => FieldError.Duplicate(field, schema.Source.Type),
            _ => FieldError.Invalid(field, schema.Source.Type, message),
        };
    }

    private static string FieldOf(ValidationRule rule, string path) =>
        rule.FieldPath.Length == 0 ? path.Length == 0 ? Root : path : path.Length == 0 ? rule.FieldPath.TrimStart('.') : path + rule.FieldPath;
}
