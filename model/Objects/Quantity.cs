using System.Globalization;
using System.Numerics;

namespace Orleans.Kube.Model;

/// <summary>How a quantity is written: with decimal (k, M, G), binary (Ki, Mi, Gi) suffixes or a decimal exponent.</summary>
public enum QuantityFormat
{
    DecimalSI,
    BinarySI,
    DecimalExponent,
}

/// <summary>
/// A fixed-point amount such as <c>500m</c> or <c>1Gi</c>, exact to nanos (finer digits round up) and written in Kubernetes' canonical form:
/// no fraction, the largest suffix that fits. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
/// </summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly BigInteger One = 1_000_000_000;

    private readonly BigInteger _nanos;

    private Quantity(BigInteger nanos, QuantityFormat format) => (_nanos, Format) = (nanos, format);

    public QuantityFormat Format { get; }

    public static Quantity Zero => default;

    public bool IsZero => _nanos.IsZero;

    public int Sign => _nanos.Sign;

    /// <summary>The amount rounded up to whole units, clamped to 64 bits.</summary>
    public long Value => Clamp(CeilingDivide(_nanos, One));

    /// <summary>The amount rounded up to thousandths, clamped to 64 bits.</summary>
    public long MilliValue => Clamp(CeilingDivide(_nanos, 1_000_000));

    public static Quantity Of(long value, QuantityFormat format = QuantityFormat.DecimalSI) => new(value * One, format);

    public static Quantity OfMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => new(milli * new BigInteger(1_000_000), format);

    public static Quantity operator +(Quantity left, Quantity right) =>
        new(left._nanos + right._nanos, left._nanos.IsZero ? right.Format : left.Format);

    public static Quantity operator -(Quantity left, Quantity right) =>
        new(left._nanos - right._nanos, left._nanos.IsZero ? right.Format : left.Format);

    public static bool operator <(Quantity left, Quantity right) => left._nanos < right._nanos;

    public static bool operator >(Quantity left, Quantity right) => left._nanos > right._nanos;

    public static bool operator <=(Quantity left, Quantity right) => left._nanos <= right._nanos;

    public static bool operator >=(Quantity left, Quantity right) => left._nanos >= right._nanos;

    /// <summary>Equal amounts are equal however they are written.</summary>
    public bool Equals(Quantity other) => _nanos == other._nanos;

    public override int GetHashCode() => _nanos.GetHashCode();

    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity)
            ? quantity
            : throw new FormatException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var end = 0;
        if (end < text.Length && text[end] is '+' or '-') end++;
        var digitsStart = end;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        if (!TryParseNumber(text[digitsStart..end], out var digits, out var scale)) return false;
        if (!TryParseSuffix(text[end..], out var binary, out var exponent, out var format)) return false;

        var amount = digits * One * BigInteger.Pow(2, binary);
        var power = exponent - scale;
        var nanos = power >= 0 ? amount * BigInteger.Pow(10, power) : CeilingDivide(amount, BigInteger.Pow(10, -power));
        quantity = new Quantity(text[0] == '-' ? -nanos : nanos, format);
        return true;
    }

    public override string ToString()
    {
        if (_nanos.IsZero) return "0";
        return Format switch
        {
            QuantityFormat.BinarySI when _nanos % One == 0 && BigInteger.Abs(_nanos) >= 1024 * One => WriteBinary(),
            QuantityFormat.DecimalExponent => WriteDecimal(static index => index == 3 ? "" : $"e{(index - 3) * 3}"),
            _ => WriteDecimal(static index => DecimalSuffixes[index]),
        };
    }

    private string WriteBinary()
    {
        var (value, index) = (_nanos / One, 0);
        for (; index < BinarySuffixes.Length - 1 && value % 1024 == 0; index++) value /= 1024;
        return value.ToString(CultureInfo.InvariantCulture) + BinarySuffixes[index];
    }

    private string WriteDecimal(Func<int, string> suffix)
    {
        var (value, index) = (_nanos, 0);
        for (; index < DecimalSuffixes.Length - 1 && value % 1000 == 0; index++) value /= 1000;
        return value.ToString(CultureInfo.InvariantCulture) + suffix(index);
    }

    private static bool TryParseNumber(string text, out BigInteger digits, out int scale)
    {
        var point = text.IndexOf('.');
        scale = point < 0 ? 0 : text.Length - point - 1;
        digits = default;
        return text.Length is > 0 and <= 64 && text != "." && text.LastIndexOf('.') == point
            && BigInteger.TryParse(text.Replace(".", ""), NumberStyles.None, CultureInfo.InvariantCulture, out digits);
    }

    private static bool TryParseSuffix(string suffix, out int binary, out int exponent, out QuantityFormat format)
    {
        (binary, exponent, format) = (0, 0, QuantityFormat.DecimalSI);
        var index = Array.IndexOf(DecimalSuffixes, suffix);
        if (index >= 0)
        {
            exponent = (index - 3) * 3;
            return true;
        }

        index = Array.IndexOf(BinarySuffixes, suffix);
        if (index > 0)
        {
            (binary, format) = (index * 10, QuantityFormat.BinarySI);
            return true;
        }

        format = QuantityFormat.DecimalExponent;
        return suffix.Length is > 1 and <= 4 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }

    private static BigInteger CeilingDivide(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var remainder);
        return remainder.Sign > 0 ? quotient + 1 : quotient;
    }

    private static long Clamp(BigInteger value) =>
        value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;
}
