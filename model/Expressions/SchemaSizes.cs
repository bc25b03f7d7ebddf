using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Expressions;

/// <summary>How large values of a schema can be: as it says, or as many as fit into a request (k8s.io/apiserver/pkg/cel/common, schemas).</summary>
internal static class SchemaSizes
{
    /// <summary>The largest request, in bytes.</summary>
    private const long Request = 3 * 1024 * 1024;

    private const long Brackets = 2;
    private const long Comma = 1;
    private const long Entry = 6;
    private const long Property = 4;
    private const long BytesPerCharacter = 4;

    public static long MostItems(JsonSchema list) => list.Source.MaxItems ?? (Request - Brackets) / (Least(list.Items!) + Comma);

    public static long MostEntries(JsonSchema map) => map.Source.MaxProperties ?? (Request - Brackets) / (Least(map.AdditionalProperties!) + Entry);

    public static long MostCharacters(JsonSchema text)
    {
        if (text.Source.MaxLength is { } most) return text.Source.Format == "byte" ? most : most * BytesPerCharacter;
        if (text.Source.Enum.Count > 0) return text.Source.Enum.Max(static e => e.ValueKind == JsonValueKind.String ? e.GetString()!.Length : 0);
        return text.Source.Format switch
        {
            "date" => 10,
            "date-time" => 30,
            "duration" => 30,
            _ => Request - Brackets,
        };
    }

    /// <summary>How many values there can be in a request.</summary>
    public static long MostValues(JsonSchema schema) => Request / (Least(schema) + Comma);

    /// <summary>The fewest bytes of a value in JSON.</summary>
    private static long Least(JsonSchema schema) => schema.Source.Type switch
    {
        "object" => Brackets + schema.Properties.Where(p => schema.Source.Required.Contains(p.Key) && p.Value.Source.Default is null).Sum(static p => p.Key.Length + Property + Least(p.Value)),
        "boolean" => 4,
        "integer" or "number" => 1,
        "string" => schema.Source.Format switch { "date" => 12, "date-time" => 21, "duration" => 4, _ => 2 },
        _ => schema.Source.XIntOrString ? 1 : Brackets,
    };
}
