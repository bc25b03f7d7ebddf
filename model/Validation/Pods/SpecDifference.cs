using System.Reflection;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Validation;

/// <summary>Which fields of a pod spec differ, a pair of lines each, for the message that refuses the change.</summary>
internal static class SpecDifference
{
    private const int MaximumLine = 200;
    private static readonly PropertyInfo[] Fields = typeof(PodSpec).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static string Of(PodSpec spec, PodSpec old)
    {
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            var (before, after) = (field.GetValue(old), field.GetValue(spec));
            if (Structural.Equal(before, after)) continue;
            Line(text, '-', field, before);
            Line(text, '+', field, after);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, char sign, PropertyInfo field, object? value)
    {
        var json = JsonSerializer.Serialize(value, field.PropertyType, KubeJson.Options);
        text.Append(sign).Append(' ').Append(JsonNamingPolicy.CamelCase.ConvertName(field.Name)).Append(": ")
            .Append(json.Length <= MaximumLine ? json : json[..MaximumLine] + "...").Append('\n');
    }
}
