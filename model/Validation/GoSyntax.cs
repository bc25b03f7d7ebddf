using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Wrong values that are more than a text or a number, as Kubernetes' messages show them: in the syntax of Go (fmt's <c>%#v</c>), with the names of its
/// types. What is optional there is a pointer, of which only whether there is one can be told.
/// </summary>
internal static class GoSyntax
{
    private static readonly string[] Abbreviations = ["Api", "Cidr", "Dns", "Fs", "Gid", "Http", "Ip", "Os", "Tcp", "Uid", "Url"];

    public static string Of(object value)
    {
        var text = new StringBuilder();
        Append(text, value, value.GetType());
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, Type type)
    {
        switch (value)
        {
            case null when Nullable.GetUnderlyingType(type) == typeof(DateTimeOffset):
                text.Append("<nil>");
                break;
            case null:
                text.Append("(*").Append(Name(Nullable.GetUnderlyingType(type) ?? type)).Append(")(nil)");
                break;
            case string or bool:
                text.Append(FieldError.Show(value));
                break;
            case IntOrString either:
                text.Append(CultureInfo.InvariantCulture, $"intstr.IntOrString{{Type:{(either.IsString ? 1 : 0)}, IntVal:{(either.IsString ? 0 : either.Number)}, StrVal:{FieldError.Show(either.IsString ? either.Text : "")}}}");
                break;
            case JsonElement json:
                AppendJson(text, JsonNode.Parse(json.GetRawText()));
                break;
            case JsonNode node:
                AppendJson(text, node);
                break;
            case Quantity amount:
                AppendQuantity(text, amount);
                break;
            case DateTimeOffset or MicroTime:
                text.Append(value);
                break;
            case IFormattable number:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                AppendMap(text, map, type);
                break;
            case IEnumerable list:
                AppendList(text, list, type);
                break;
            default:
                AppendStruct(text, value);
                break;
        }
    }

    /// <summary>An amount as it is after it was read in its canonical form: what that form would say is kept beside the number, unless it is short for another.</summary>
    private static void AppendQuantity(StringBuilder text, Quantity amount)
    {
        var written = amount.ToString();
        var digits = written.AsSpan().IndexOfAnyExcept("-0123456789") is var end and >= 0 ? written[..end] : written;
        var (value, scale) = amount.Format == QuantityFormat.BinarySI && !written.EndsWith('m')
            ? (amount.Value.ToString(CultureInfo.InvariantCulture), 0)
            : (digits, Scale(written[digits.Length..]));
        var isKept = amount.Format != QuantityFormat.BinarySI || long.Parse(digits, CultureInfo.InvariantCulture) % 8 != 0;
        text.Append(CultureInfo.InvariantCulture, $"resource.Quantity{{i:resource.int64Amount{{value:{value}, scale:{scale}}}, ");
        text.Append(CultureInfo.InvariantCulture, $"d:resource.infDecAmount{{Dec:(*inf.Dec)(nil)}}, s:{FieldError.Show(isKept ? written : "")}, Format:\"{amount.Format}\"}}");
    }

    /// <summary>A value without a type of its own, such as those of custom resources.</summary>
    private static void AppendJson(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("interface {}(nil)");
                break;
            case JsonObject map:
                text.Append("map[string]interface {}{");
                foreach (var (key, value) in map.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
                {
                    if (text[^1] != '{') text.Append(", ");
                    text.Append(FieldError.Show(key)).Append(':');
                    AppendJson(text, value);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append("[]interface {}{");
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    AppendJson(text, list[i]);
                }

                text.Append('}');
                break;
            default:
                text.Append(node.GetValueKind() == JsonValueKind.String ? FieldError.Show(node.GetValue<string>()) : node.ToJsonString());
                break;
        }
    }

    private static void AppendMap(StringBuilder text, IDictionary map, Type type)
    {
        var element = Element(type, 1);
        text.Append("map[string]").Append(Name(element)).Append(map.Count == 0 ? "(nil)" : "{");
        if (map.Count == 0) return;
        var separator = "";
        foreach (var key in map.Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            text.Append(separator).Append(FieldError.Show(key)).Append(':');
            Append(text, map[key], element);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendList(StringBuilder text, IEnumerable list, Type type)
    {
        var element = Element(type, 0);
        text.Append("[]").Append(Name(element));
        var start = text.Length;
        foreach (var item in list)
        {
            text.Append(text.Length == start ? "{" : ", ");
            Append(text, item, element);
        }

        text.Append(text.Length == start ? "(nil)" : "}");
    }

    /// <summary>The power of ten that a decimal suffix stands for.</summary>
    private static int Scale(string suffix) => suffix is ['e', .. var exponent]
        ? int.Parse(exponent, CultureInfo.InvariantCulture)
        : 3 * ("num".IndexOf(suffix, StringComparison.Ordinal) is var small and >= 0 && suffix.Length > 0 ? small - 3 : " kMGTPE".IndexOf(suffix.Length == 0 ? " " : suffix, StringComparison.Ordinal));

    private static void AppendStruct(StringBuilder text, object value)
    {
        var separator = $"{Name(value.GetType())}{{";
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            text.Append(separator).Append(Field(property.Name)).Append(':');
            var inner = property.GetValue(value);
            if (inner is null && property.GetCustomAttribute<NamedTypeAttribute>() is { } named) text.Append("(*").Append(named.Name).Append(")(nil)");
            else if (inner is not null && IsPointer(property)) text.Append("(*").Append(Name(inner.GetType())).Append(")(0xc000000000)");
            else Append(text, inner, property.PropertyType);
            separator = ", ";
        }

        text.Append('}');
    }

    /// <summary>The name of a field: Go writes abbreviations in capitals, JSON does not at the start of a name.</summary>
    private static string Field(string name)
    {
        foreach (var abbreviation in Abbreviations)
        {
            if (name.StartsWith(abbreviation, StringComparison.Ordinal) && (name.Length == abbreviation.Length || char.IsUpper(name[abbreviation.Length])))
                return abbreviation.ToUpperInvariant() + name[abbreviation.Length..];
        }

        return name;
    }

    private static bool IsPointer(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static Type Element(Type type, int index)
    {
        foreach (var candidate in type.GetInterfaces().Prepend(type))
            if (candidate.IsGenericType && (index == 1
                ? candidate.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || candidate.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                : candidate.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)))
                return candidate.GetGenericArguments()[index];
        return typeof(string);
    }

    private static string Name(Type type)
    {
        if (type == typeof(string)) return "string";
        if (type == typeof(int)) return "int32";
        if (type == typeof(long)) return "int64";
        if (type == typeof(bool)) return "bool";
        if (type == typeof(IntOrString)) return "intstr.IntOrString";
        if (type == typeof(Quantity)) return "resource.Quantity";
        if (type.IsAssignableTo(typeof(IDictionary))) return $"map[string]{Name(Element(type, 1))}";
        if (type.IsAssignableTo(typeof(IEnumerable))) return $"[]{Name(Element(type, 0))}";
        var space = type.Namespace is { } name ? name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant() : "";
        return $"{(space == "meta" ? "v1" : space)}.{type.Name}";
    }
}
