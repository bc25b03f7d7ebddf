using System.Globalization;
using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The columns of custom objects' tables, at the paths that their definition names.</summary>
internal static class CustomColumn
{
    public static TableColumn Of(CustomResourceColumnDefinition column)
    {
        var path = JsonPath.Parse(column.JsonPath);
        return new TableColumn(column.Name, column.Type, Description(column), (o, now) => path is null ? null : Cell(path.Find(Json(o)), column.Type, now), column.Priority) { Format = column.Format };
    }

    /// <summary>Reads the text at a path, as field selectors compare it.</summary>
    public static Func<KubeObject, string> Text(string jsonPath)
    {
        var path = JsonPath.Parse(jsonPath);
        return o => path?.Find(Json(o)).Select(Plain).FirstOrDefault() ?? "";
    }

    private static string Description(CustomResourceColumnDefinition column) => column.Description.Length > 0
        ? column.Description
        : $"Custom resource definition column (in JSONPath format): {column.JsonPath}";

    private static JsonElement Json(KubeObject value) => JsonSerializer.SerializeToElement((CustomObject)value, KubeJson.Options);

    private static object? Cell(IEnumerable<JsonElement> found, string type, DateTimeOffset now)
    {
        var values = found.ToList();
        if (values.Count == 0 || values[0].ValueKind == JsonValueKind.Null) return null;
        return type switch
        {
            "integer" => values[0].ValueKind == JsonValueKind.Number && values[0].TryGetInt64(out var number) ? number : null,
            "number" => values[0].ValueKind == JsonValueKind.Number ? values[0].GetDouble() : null,
            "boolean" => values[0].ValueKind is JsonValueKind.True or JsonValueKind.False ? values[0].GetBoolean() : null,
            "date" => DateTimeOffset.TryParse(Plain(values[0]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? HumanDuration.Age(time, now) : "<invalid>",
            _ => string.Join(',', values.Select(Plain)),
        };
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
