using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Cel;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>
/// The functions that Kubernetes adds to the language: strings, lists, regular expressions, URLs and quantities
/// (https://kubernetes.io/docs/reference/using-api/cel/).
/// </summary>
internal static partial class CelLibrary
{
    private static readonly FrozenSet<string> Functions = new[]
    {
        "size", "string", "int", "uint", "double", "bool", "bytes", "duration", "timestamp", "type", "dyn", "has", "all", "exists", "exists_one", "map", "filter",
        "matches", "contains", "startsWith", "endsWith", "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
        "getSeconds", "getMilliseconds", "find", "findAll", "isURL", "charAt", "indexOf", "lastIndexOf", "lowerAscii", "upperAscii", "replace", "split", "substring", "trim",
        "join", "sum", "min", "max", "isSorted", "isQuantity", "quantity", "compareTo", "isLessThan", "isGreaterThan",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A function that an expression calls and that there is none of, or null.</summary>
    public static string? UnknownFunction(string expression) =>
        Call().Matches(expression).Select(static m => m.Groups["name"].Value).FirstOrDefault(static name => name.Length > 0 && name != "in" && !Functions.Contains(name));

    public static CelEnvironment Create()
    {
        var cel = new CelEnvironment(null, null);
        Strings(cel);
        Lists(cel);
        Quantities(cel);
        // What size gives.
        cel.RegisterFunction("string", [typeof(int)], static a => ((int)a[0]!).ToString(CultureInfo.InvariantCulture));
        cel.RegisterFunction("find", [typeof(string), typeof(string)], static a => Pattern(a[1]).Match(Text(a[0])).Value);
        cel.RegisterFunction("findAll", [typeof(string), typeof(string)], static a => Pattern(a[1]).Matches(Text(a[0])).Select(static object? (m) => m.Value).ToArray());
        cel.RegisterFunction("isURL", [typeof(string)], static a => Uri.TryCreate(Text(a[0]), UriKind.Absolute, out _));
        return cel;
    }

    private static void Strings(CelEnvironment cel)
    {
        cel.RegisterFunction("charAt", [typeof(string), typeof(long)], static a => Text(a[0]).Substring((int)(long)a[1]!, (int)(long)a[1]! < Text(a[0]).Length ? 1 : 0));
        cel.RegisterFunction("indexOf", [typeof(string), typeof(string)], static a => (long)Text(a[0]).IndexOf(Text(a[1]), StringComparison.Ordinal));
        cel.RegisterFunction("lastIndexOf", [typeof(string), typeof(string)], static a => (long)Text(a[0]).LastIndexOf(Text(a[1]), StringComparison.Ordinal));
        cel.RegisterFunction("lowerAscii", [typeof(string)], static a => Text(a[0]).ToLowerInvariant());
        cel.RegisterFunction("upperAscii", [typeof(string)], static a => Text(a[0]).ToUpperInvariant());
        cel.RegisterFunction("replace", [typeof(string), typeof(string), typeof(string)], static a => Text(a[0]).Replace(Text(a[1]), Text(a[2]), StringComparison.Ordinal));
        cel.RegisterFunction("split", [typeof(string), typeof(string)], static a => Split(Text(a[0]), Text(a[1])));
        cel.RegisterFunction("substring", [typeof(string), typeof(long)], static a => Text(a[0])[(int)(long)a[1]!..]);
        cel.RegisterFunction("substring", [typeof(string), typeof(long), typeof(long)], static a => Text(a[0])[(int)(long)a[1]!..(int)(long)a[2]!]);
        cel.RegisterFunction("trim", [typeof(string)], static a => Text(a[0]).Trim());
        cel.RegisterFunction("join", [typeof(object[])], static a => string.Concat(Items(a[0]).Select(Text)));
        cel.RegisterFunction("join", [typeof(object[]), typeof(string)], static a => string.Join(Text(a[1]), Items(a[0]).Select(Text)));
    }

    private static void Lists(CelEnvironment cel)
    {
        cel.RegisterFunction("sum", [typeof(object[])], static a => Items(a[0]) is var items && items.All(static i => i is long) ? items.Sum(static i => (long)i!) : items.Sum(static i => Number(i)));
        cel.RegisterFunction("min", [typeof(object[])], static a => Items(a[0]).Min(Order));
        cel.RegisterFunction("max", [typeof(object[])], static a => Items(a[0]).Max(Order));
        cel.RegisterFunction("isSorted", [typeof(object[])], static a => Items(a[0]) is var items && items.Zip(items.Skip(1)).All(static pair => Order.Compare(pair.First, pair.Second) <= 0));
        cel.RegisterFunction("indexOf", [typeof(object[]), typeof(object)], static a => (long)Items(a[0]).ToList().FindIndex(i => Equals(i, a[1])));
        cel.RegisterFunction("lastIndexOf", [typeof(object[]), typeof(object)], static a => (long)Items(a[0]).ToList().FindLastIndex(i => Equals(i, a[1])));
    }

    private static void Quantities(CelEnvironment cel)
    {
        cel.RegisterFunction("isQuantity", [typeof(string)], static a => Quantity.TryParse(Text(a[0]), out _));
        cel.RegisterFunction("quantity", [typeof(string)], static a => Quantity.TryParse(Text(a[0]), out var quantity) ? quantity : throw new CelFailure($"\"{a[0]}\" is not a quantity"));
        cel.RegisterFunction("compareTo", [typeof(Quantity), typeof(Quantity)], static a => (long)Math.Sign(((Quantity)a[0]!).CompareTo((Quantity)a[1]!)));
        cel.RegisterFunction("isLessThan", [typeof(Quantity), typeof(Quantity)], static a => ((Quantity)a[0]!).CompareTo((Quantity)a[1]!) < 0);
        cel.RegisterFunction("isGreaterThan", [typeof(Quantity), typeof(Quantity)], static a => ((Quantity)a[0]!).CompareTo((Quantity)a[1]!) > 0);
    }

    private static Comparer<object?> Order { get; } = Comparer<object?>.Create(static (left, right) =>
        left is string text ? string.CompareOrdinal(text, Text(right)) : Number(left).CompareTo(Number(right)));

    private static Regex Pattern(object? pattern) => new(Text(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static object?[] Split(string text, string separator) =>
        separator.Length == 0 ? [.. text.Select(static object? (c) => c.ToString())] : [.. text.Split(separator)];

    private static IEnumerable<object?> Items(object? list) => ((IEnumerable)list!).Cast<object?>();

    private static double Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    [GeneratedRegex("""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<name>[A-Za-z_]\w*)\s*\(""")]
    private static partial Regex Call();

    private static string Text(object? value) => value as string ?? throw new CelFailure("no such overload");
}
