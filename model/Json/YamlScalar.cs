using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Model.Json;

/// <summary>What a plain YAML scalar means to Kubernetes: YAML 1.1's booleans and numbers, null, otherwise text.</summary>
internal static partial class YamlScalar
{
    /// <summary>What the tags that YAML itself has begin with.</summary>
    public const string Tags = "tag:yaml.org,2002:";

    /// <summary>What a scalar means that says of what type it is; what it says of types that Kubernetes does not know is let be (sigs.k8s.io/yaml/goyaml.v2).</summary>
    /// <exception cref="FormatException">It is of another type.</exception>
    public static JsonNode? Resolve(string text, string tag)
    {
        if (tag == "binary") return JsonValue.Create(Decoded(text));
        if (tag is not ("bool" or "int" or "float" or "null" or "timestamp")) return JsonValue.Create(text);
        var value = Resolve(text);
        var type = TypeOf(value, text);
        if (type == tag) return value;
        if (tag == "float" && type == "int") return JsonValue.Create(double.Parse(value!.ToString(), CultureInfo.InvariantCulture));
        throw new FormatException($"cannot decode !!{type} `{text}` as a !!{tag}");
    }

    private static string Decoded(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new FormatException("!!binary value contains invalid base64 data");
        }
    }

    private static string TypeOf(JsonNode? value, string text) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Number => ((JsonValue)value).TryGetValue<double>(out _) && !((JsonValue)value).TryGetValue<long>(out _) && !((JsonValue)value).TryGetValue<ulong>(out _) ? "float" : "int",
        _ => TimestampPattern().IsMatch(text) ? "timestamp" : "str",
    };

    /// <exception cref="FormatException">The number has no JSON form (infinity, NaN).</exception>
    public static JsonNode? Resolve(string text)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL") return null;
        if (!MayMeanMore(text[0])) return JsonValue.Create(text);
        return text switch
        {
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => JsonValue.Create(true),
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN" =>
                throw new FormatException($"json: unsupported value: {text}"),
            _ => Number(text) ?? JsonValue.Create(text),
        };
    }

    /// <summary>Whether a text written plainly would be read as something else than itself.</summary>
    public static bool IsAmbiguous(string text)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL" or "<<" or "=") return true;
        if (!MayMeanMore(text[0])) return false;
        return text.EndsWith("inf", StringComparison.OrdinalIgnoreCase) || text.EndsWith("nan", StringComparison.OrdinalIgnoreCase)
            || char.IsAsciiDigit(text[0]) || Resolve(text) is not JsonValue value || !value.TryGetValue<string>(out _);
    }

    private static bool MayMeanMore(char first) => char.IsAsciiDigit(first) || first is '+' or '-' or '.' || "yYnNtTfFoO".Contains(first);

    private static JsonNode? Number(string text)
    {
        if (char.IsAsciiLetter(text[0])) return null;
        var plain = text.Replace("_", "");
        if (Integer(plain) is { } integer) return integer;
        if (!FloatPattern().IsMatch(plain)) return null;
        var number = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    private static JsonNode? Integer(string text)
    {
        var sign = text[0] is '+' or '-' ? 1 : 0;
        var digits = text.AsSpan(sign);
        var radix = digits switch
        {
            ['0', 'x' or 'X', ..] => 16,
            ['0', 'o' or 'O', ..] => 8,
            ['0', 'b' or 'B', ..] => 2,
            ['0', _, ..] => -8,
            _ => 10,
        };
        if (!TryParse(radix is 16 or 8 or 2 ? digits[2..] : digits, Math.Abs(radix), out var value)) return null;
        if (text[0] != '-') return value <= long.MaxValue ? JsonValue.Create((long)value) : JsonValue.Create(value);
        return value <= 1UL << 63 ? JsonValue.Create(unchecked(-(long)value)) : null;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, int radix, out ulong value)
    {
        value = 0;
        if (digits.IsEmpty) return false;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix || value > (ulong.MaxValue - (ulong)digit) / (ulong)radix) return false;
            value = (value * (ulong)radix) + (ulong)digit;
        }

        return true;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?\z")]
    private static partial Regex TimestampPattern();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,5})?\z")]
    private static partial Regex FloatPattern();
}
