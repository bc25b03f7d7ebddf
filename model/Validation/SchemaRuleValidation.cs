using System.Globalization;
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

    /// <summary>What a rule may cost at most, and all rules of a schema together (k8s.io/apiextensions-apiserver, StaticEstimatedCostLimit).</summary>
    private const ulong MostCost = 10_000_000;
    private const ulong MostTotalCost = 100_000_000;

    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors)
    {
        var total = 0UL;
        var costs = new List<(string Path, ulong Cost)>();
        Check(root, new Place(path, IsRoot: true, Loose: null, Count: 1), costs, errors);
        foreach (var (_, cost) in costs) total = cost > ulong.MaxValue - total ? ulong.MaxValue : total + cost;
        if (total <= MostTotalCost) return;
        foreach (var (rule, _) in costs.OrderByDescending(static c => c.Cost).Take(4))
            errors.Add(FieldError.Forbidden(rule, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"));
        errors.Add(FieldError.Forbidden(path, Excess("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, MostTotalCost)));
    }

    private static void Check(JSONSchemaProps schema, Place place, List<(string, ulong)> costs, FieldErrors errors)
    {
        foreach (var (name, property) in schema.Properties) Check(property, place.Below($"properties[{name}]"), costs, errors);
        if (schema.Items is { } items)
            Check(items, place.Below("items") with { Loose = schema.XListType == "map" ? place.Loose : place.Loose ?? place.Path, Count = place.Times(schema.MaxItems) }, costs, errors);
        if (schema.AdditionalSchema() is { } more)
            Check(more, place.Below("additionalProperties") with { Count = place.Times(schema.MaxProperties) }, costs, errors);
        if (schema.XValidations.Count > 0) CheckRules(schema, place, costs, errors);
    }

    private static void CheckRules(JSONSchemaProps schema, Place place, List<(string Path, ulong Cost)> costs, FieldErrors errors)
    {
        if (SchemaTypes.Of(schema, place.IsRoot || schema.XEmbeddedResource) is not { } self)
        {
            errors.Add(FieldError.Internal(
                $"{place.Path}.x-kubernetes-validations",
                "internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"));
            return;
        }

        var count = place.Count ?? (ulong)SchemaSizes.MostValues(new JsonSchema(schema));
        for (var i = 0; i < schema.XValidations.Count; i++)
        {
            var (rule, at) = (schema.XValidations[i], $"{place.Path}.x-kubernetes-validations[{i}]");
            var environment = Environment(rule, self);
            CheckRule(rule, environment, at, errors);
            CheckCost($"{at}.rule", rule.Rule, "estimated rule cost", count);
            CheckCost($"{at}.messageExpression", rule.MessageExpression, "estimated messageExpression cost", 1);
            if (place.Loose is not null && CelExpression.Of(rule.Rule).Mentions(OldSelf))
                errors.Add(FieldError.Invalid($"{at}.rule", rule.Rule, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {place.Loose}"));

            void CheckCost(string field, string text, string name, ulong times)
            {
                if (text.Length == 0) return;
                var cost = CostEstimate.Times(CelCheck.Of(text, environment).MostCost, times);
                costs.Add((field, cost));
                if (cost > MostCost) errors.Add(FieldError.Forbidden(field, Excess(name, cost, MostCost)));
            }
        }
    }

    private static string Excess(string name, ulong cost, ulong most)
    {
        var excess = (double)cost / most;
        var factor = excess > 100 ? "more than 100x" : excess < 1.5 ? string.Create(CultureInfo.InvariantCulture, $"{excess:F6}x") : string.Create(CultureInfo.InvariantCulture, $"{excess:F1}x");
        return $"{name} exceeds budget by factor of {factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }

    private static CelEnvironment Environment(ValidationRule rule, CelType self) => new(new Dictionary<string, CelType>
    {
        ["self"] = self,
        [OldSelf] = rule.OptionalOldSelf == true ? CelType.OptionalOf(self) : self,
    });

    private static void CheckRule(ValidationRule rule, CelEnvironment environment, string at, FieldErrors errors)
    {
        if (Problem(rule.Rule, environment, CelType.Bool, "cel expression must evaluate to a bool") is { } problem) errors.Add(FieldError.Invalid($"{at}.rule", rule, problem));
        if (rule.MessageExpression.Length > 0 && Problem(rule.MessageExpression, environment, CelType.String, "messageExpression must evaluate to a string") is { } wrong)
            errors.Add(FieldError.Invalid($"{at}.messageExpression", rule, wrong.Replace("compilation failed", "messageExpression compilation failed", StringComparison.Ordinal)));
        if (rule.OptionalOldSelf is not null && !CelExpression.Of(rule.Rule).Mentions(OldSelf))
            errors.Add(FieldError.Invalid($"{at}.optionalOldSelf", rule.OptionalOldSelf, "may not be set if oldSelf is not used in rule"));
    }

    private static string? Problem(string text, CelEnvironment environment, CelType result, string otherwise)
    {
        var check = CelCheck.Of(text, environment);
        return check.Errors is { } problems ? $"compilation failed: {problems}" : check.Type.Is(result) ? null : otherwise;
    }

    /// <summary>Where a schema stands.</summary>
    /// <param name="Path">The field.</param>
    /// <param name="IsRoot">Whether it is that of whole objects.</param>
    /// <param name="Loose">The list, if any, within which what an entry was before is not known.</param>
    /// <param name="Count">How many such values an object has at most; null where the schema does not say.</param>
    private sealed record Place(string Path, bool IsRoot, string? Loose, ulong? Count)
    {
        public Place Below(string name) => this with { Path = $"{Path}.{name}", IsRoot = false };

        public ulong? Times(long? most) => Count is { } count && most is { } limit ? CostEstimate.Times(count, (ulong)Math.Max(limit, 0)) : null;
    }
}
