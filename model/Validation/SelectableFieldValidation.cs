using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>Fields by which custom objects can be selected: single values that the schema has, each named once.</summary>
internal static class SelectableFieldValidation
{
    private const int Most = 8;

    public static void Validate(IReadOnlyList<SelectableField> fields, JSONSchemaProps schema, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            using var _ = errors.At("selectableFields", i);
            var path = fields[i].JsonPath;
            if (path.Length == 0)
            {
                errors.Required("jsonPath");
                continue;
            }

            if (Find(path, schema, out var found) is { } problem)
            {
                errors.Invalid("jsonPath", path, $"is an invalid path: {problem}");
                continue;
            }

            if (path.StartsWith(".metadata", StringComparison.Ordinal) && path.Split('.')[1] == "metadata") errors.Invalid("jsonPath", path, "must not point to fields in metadata");
            if (found.Type is not ("string" or "boolean" or "integer"))
                errors.Invalid("jsonPath", path, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            if (!seen.Add(path)) errors.Duplicate("jsonPath", path);
        }

        if (seen.Count > Most) errors.TooMany("selectableFields", seen.Count, Most);
    }

    /// <summary>What is wrong with the path, or null and the schema of the field that it leads to.</summary>
    private static string? Find(string path, JSONSchemaProps schema, out JSONSchemaProps found)
    {
        found = schema;
        if (path[0] == '[') return "array notation is not allowed";
        if (path[0] != '.') return $"expected [ or . but got: {path.Split('.', '[', ']')[0]}";
        foreach (var part in path[1..].Split('.'))
        {
            var name = part.Split('[', ']')[0];
            if (name.Length == 0 && part.Length == 0) return path.EndsWith('.') && path.Length > 1 && !path.Contains("..", StringComparison.Ordinal) ? "unexpected end of JSON path" : "does not refer to a valid field";
            if (found.Properties.TryGetValue(name, out var property)) found = property;
            else if (found.Properties.Count == 0 && found.AdditionalSchema() is { } more) found = more;
            else return "does not refer to a valid field";
            if (name.Length < part.Length) return part[name.Length] == '[' ? "array notation is not allowed" : "expected [ or . but got: ]";
        }

        return null;
    }
}
