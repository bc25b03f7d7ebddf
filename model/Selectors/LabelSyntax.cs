using System.Globalization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Selectors;

/// <summary>What selectors must be, in the words in which they are refused.</summary>
internal static class LabelSyntax
{
    /// <summary>What is wrong with a requirement, as selectors are refused, or null.</summary>
    public static string? Check(LabelRequirement requirement, string keyPath = "key")
    {
        if (LabelRules.QualifiedName(requirement.Key) is { Count: > 0 } complaints)
            return $"{keyPath}: Invalid value: \"{requirement.Key}\": {string.Join("; ", complaints)}";
        switch (requirement.Operator)
        {
            case LabelOperator.In or LabelOperator.NotIn when requirement.Values.Count == 0:
                return "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty";
            case LabelOperator.Exists or LabelOperator.DoesNotExist when requirement.Values.Count > 0:
                return $"values: Invalid value: [{Quoted(requirement.Values)}]: values set must be empty for exists and does not exist";
            case LabelOperator.GreaterThan or LabelOperator.LessThan when !IsInteger(requirement.Values[0]):
                return $"values[0]: Invalid value: \"{requirement.Values[0]}\": for 'Gt', 'Lt' operators, the value must be an integer";
        }

        for (var index = 0; index < requirement.Values.Count; index++)
        {
            var value = requirement.Values[index];
            if (LabelRules.Value(value) is { Count: > 0 } messages)
                return $"values[{index}][{requirement.Key}]: Invalid value: \"{value}\": {string.Join("; ", messages)}";
        }

        return null;
    }

    private static bool IsInteger(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static string Quoted(IEnumerable<string> values) => string.Join(",", values.Select(static v => $"\"{v}\""));
}
