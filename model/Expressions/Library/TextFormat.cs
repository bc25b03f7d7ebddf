using System.Globalization;
using System.Text;
using Orleans.Kube.Model.Expressions.Evaluation;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>What <c>"…".format([…])</c> gives: %s, %d, %f, %e, %b, %o, %x and %X, with a precision where there are fractions.</summary>
internal static class TextFormat
{
    private const int UsualPrecision = 6;

    public static string Format(string format, IReadOnlyList<object?> values)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            if (++i == format.Length) throw new CelFailure("unexpected end of string");
            if (format[i] == '%')
            {
                text.Append('%');
                continue;
            }

            var precision = Precision(format, ref i);
            if (next == values.Count) throw new CelFailure($"index {next} out of range");
            text.Append(One(format[i], precision, values[next++]));
        }

        return text.ToString();
    }

    private static int Precision(string format, ref int i)
    {
        if (format[i] != '.') return UsualPrecision;
        var start = ++i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
        if (i == format.Length) throw new CelFailure("could not find end of precision specifier");
        return int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var precision) && precision <= 50 ? precision : throw new CelFailure("error while converting precision to integer");
    }

    private static string One(char verb, int precision, object? value) => (verb, value) switch
    {
        ('s', _) => Show(value),
        ('d', long or ulong) => Texts.Show(value),
        ('f', double number) => number.ToString($"F{precision}", CultureInfo.InvariantCulture),
        ('f', long or ulong) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString($"F{precision}", CultureInfo.InvariantCulture),
        ('e', double number) => number.ToString("0." + new string('0', precision) + "e+00", CultureInfo.InvariantCulture),
        ('b', bool flag) => flag ? "1" : "0",
        ('b', long number) => Signed(number, Convert.ToString(Math.Abs(number), 2)),
        ('b', ulong number) => Convert.ToString((long)number, 2),
        ('o', long number) => Signed(number, Convert.ToString(Math.Abs(number), 8)),
        ('o', ulong number) => Convert.ToString((long)number, 8),
        ('x', long number) => Signed(number, Math.Abs(number).ToString("x", CultureInfo.InvariantCulture)),
        ('X', long number) => Signed(number, Math.Abs(number).ToString("X", CultureInfo.InvariantCulture)),
        ('x', ulong number) => number.ToString("x", CultureInfo.InvariantCulture),
        ('X', ulong number) => number.ToString("X", CultureInfo.InvariantCulture),
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('X', string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ('x', byte[] bytes) => Convert.ToHexStringLower(bytes),
        ('X', byte[] bytes) => Convert.ToHexString(bytes),
        ('d' or 'f' or 'e' or 'b' or 'o' or 'x' or 'X', _) => throw new CelFailure($"error during formatting: no formatting clause '%{verb}' for a value of type {RuntimeTypes.Of(value)}"),
        _ => throw new CelFailure($"could not parse formatting clause: unrecognized formatting clause \"{verb}\""),
    };

    private static string Signed(long number, string digits) => number < 0 ? $"-{digits}" : digits;

    private static string Show(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Show))}]",
        CelMap map => $"{{{string.Join(", ", map.Keys.Select(k => (Key: Show(k), Value: map.TryGet(k, out var v) ? Show(v) : "")).OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key}: {e.Value}"))}}}",
        _ => Texts.Show(value),
    };
}
