using System.Text.RegularExpressions;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>Paths from a value to the field that a rule blames: <c>.spec.name</c>, <c>.labels['a.b/c']</c>. They do not lead into lists.</summary>
internal static partial class SchemaRulePaths
{
    public static bool Exists(JSONSchemaProps schema, string path)
    {
        if (!Whole().IsMatch(path)) return false;
        var at = schema;
        foreach (var name in Step().Matches(path).Select(static m => m.Groups["name"].Value))
        {
            if (at.Properties.TryGetValue(name, out var property)) at = property;
            else if (at.AdditionalSchema() is { } more) at = more;
            else return false;
        }

        return true;
    }

    [GeneratedRegex(@"^(\.[A-Za-z_][A-Za-z0-9_]*|\['[^']+'\])+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\.(?<name>[A-Za-z_][A-Za-z0-9_]*)|\['(?<name>[^']+)'\]")]
    private static partial Regex Step();
}
