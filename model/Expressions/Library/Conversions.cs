using System.Globalization;
using System.Text;
using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Turns values of one type into another.</summary>
internal static class Conversions
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, CelType> Types = new(StringComparer.Ordinal)
    {
        ["bool"] = Bool, ["int"] = Int, ["uint"] = Uint, ["double"] = CelType.Double, ["string"] = CelType.String, ["bytes"] = Bytes, ["null_type"] = Null,
        ["list"] = ListOf(Dyn), ["map"] = MapOf(Dyn, Dyn), ["type"] = TypeOf(Dyn), ["optional_type"] = OptionalOf(Dyn), ["net.IP"] = Addresses.Ip, ["net.CIDR"] = Addresses.Cidr,
        ["google.protobuf.Timestamp"] = Timestamp, ["google.protobuf.Duration"] = Duration,
    };

    /// <summary>The type that a name is, as in <c>type(a) == int</c>.</summary>
    public static CelType? TypeNamed(string name) => Types.GetValueOrDefault(name);

    public static void Declare(FunctionTable table)
    {
        table.Global("int", [Int], Int, Same);
        table.Global("int", [Uint], Int, static a => checked((long)(ulong)a[0]!));
        table.Global("int", [CelType.Double], Int, static a => (double)a[0]! is > -9.2233720368547758e18 and < 9.2233720368547758e18 and var number ? (long)number : throw new OverflowException());
        table.Global("int", [CelType.String], Int, static a => long.TryParse((string)a[0]!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw NotParsed("ParseInt", a[0]));
        table.Global("int", [Timestamp], Int, static a => ((DateTimeOffset)a[0]!).ToUnixTimeSeconds());
        table.Global("uint", [Uint], Uint, Same);
        table.Global("uint", [Int], Uint, static a => checked((ulong)(long)a[0]!));
        table.Global("uint", [CelType.Double], Uint, static a => (double)a[0]! is >= 0 and < 1.8446744073709552e19 and var number ? (ulong)number : throw new OverflowException());
        table.Global("uint", [CelType.String], Uint, static a => ulong.TryParse((string)a[0]!, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotParsed("ParseUint", a[0]));
        table.Global("double", [CelType.Double], CelType.Double, Same);
        table.Global("double", [Int], CelType.Double, static a => (double)(long)a[0]!);
        table.Global("double", [Uint], CelType.Double, static a => (double)(ulong)a[0]!);
        table.Global("double", [CelType.String], CelType.Double, static a => double.TryParse((string)a[0]!, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw NotParsed("ParseFloat", a[0]));
        table.Global("bool", [Bool], Bool, Same);
        table.Global("bool", [CelType.String], Bool, static a => (string)a[0]! switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => throw NotParsed("ParseBool", a[0]),
        });
        table.Global("bytes", [Bytes], Bytes, Same);
        table.Global("bytes", [CelType.String], Bytes, static a => Encoding.UTF8.GetBytes((string)a[0]!));
        foreach (var type in (CelType[])[CelType.String, Bool, Int, Uint, CelType.Double, Timestamp, Duration, Addresses.Ip, Addresses.Cidr]) table.Global("string", [type], CelType.String, static a => Texts.Show(a[0]));
        table.Global("string", [Bytes], CelType.String, static a => Text((byte[])a[0]!));
        table.Global("timestamp", [Timestamp], Timestamp, Same);
        table.Global("timestamp", [Int], Timestamp, static a => Times.Instant((long)a[0]!));
        table.Global("timestamp", [CelType.String], Timestamp, static a => Times.Instant((string)a[0]!));
        table.Global("duration", [Duration], Duration, Same);
        table.Global("duration", [Int], Duration, static a => TimeSpan.FromSeconds((long)a[0]!));
        table.Global("duration", [CelType.String], Duration, static a => Times.Span((string)a[0]!));
        table.Global("dyn", [Parameter("A")], Dyn, Same);
        table.Global("type", [Parameter("A")], TypeOf(Parameter("A")), static a => Evaluation.RuntimeTypes.Of(a[0]));
    }

    private static object? Same(object?[] arguments) => arguments[0];

    private static string Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CelFailure("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static CelFailure NotParsed(string how, object? text) => new($"strconv.{how}: parsing \"{text}\": invalid syntax");
}
