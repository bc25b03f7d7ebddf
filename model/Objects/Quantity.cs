using System.Globalization;

namespace Orleans.Kube.Model;

/// <summary>
/// A fixed-point amount such as <c>500m</c> or <c>1Gi</c>, exact to nanos (finer digits round away from zero) and written in Kubernetes'
/// canonical form: no fraction, the largest suffix that fits. Amounts beyond ±1.7e29 are held at that limit.
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
/// </summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    private const long One = 1_000_000_000;
    private const long Milli = 1_000_000;
    private const int MostCharacters = 48;
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Exponents = ["e-9", "e-6", "e-3", "", "e3", "e6", "e9", "e12", "e15", "e18"];

    private readonly Int128 _nanos;

    internal Quantity(Int128 nanos, QuantityFormat format) => (_nanos, Format) = (nanos, format);

    public QuantityFormat Format { get; }

    public static Quantity Zero => default;

    public bool IsZero => _nanos == 0;

    public int Sign => Int128.Sign(_nanos);

    /// <summary>The amount rounded up to whole units, clamped to 64 bits.</summary>
    public long Value => CeilingDivide(_nanos, One);

    /// <summary>The amount rounded up to thousandths, clamped to 64 bits.</summary>
    public long MilliValue => CeilingDivide(_nanos, Milli);

    /// <summary>Whether the amount is of whole thousandths.</summary>
    public bool IsInMilli => _nanos % Milli == 0;

    /// <summary>The amount in whole thousandths, rounded away from zero.</summary>
    public Quantity RoundedToMilli() => IsInMilli ? this : new(((_nanos / Milli) + Int128.Sign(_nanos)) * Milli, Format);

    public static Quantity Of(long value, QuantityFormat format = QuantityFormat.DecimalSI) => new((Int128)value * One, format);

    public static Quantity OfMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => new((Int128)milli * Milli, format);

    public static Quantity operator +(Quantity left, Quantity right) =>
        new(Add(left._nanos, right._nanos), left.IsZero ? right.Format : left.Format);

    public static Quantity operator -(Quantity left, Quantity right) =>
        new(Add(left._nanos, -right._nanos), left.IsZero ? right.Format : left.Format);

    public static bool operator <(Quantity left, Quantity right) => left._nanos < right._nanos;

    public static bool operator >(Quantity left, Quantity right) => left._nanos > right._nanos;

    public static bool operator <=(Quantity left, Quantity right) => left._nanos <= right._nanos;

    public static bool operator >=(Quantity left, Quantity right) => left._nanos >= right._nanos;

    /// <summary>Equal amounts are equal however they are written.</summary>
    public bool Equals(Quantity other) => _nanos == other._nanos;

    public override int GetHashCode() => _nanos.GetHashCode();

    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var quantity)
            ? quantity
            : throw new FormatException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity) => QuantityParser.TryParse(text, out quantity);

    /// <summary>Writes the canonical form; false when it does not fit.</summary>
    public bool TryFormat(Span<char> text, out int written)
    {
        var (number, suffix) = Canonical();
        var fits = (number >= long.MinValue && number <= long.MaxValue)
            ? ((long)number).TryFormat(text, out written, default, CultureInfo.InvariantCulture)
            : number.TryFormat(text, out written, default, CultureInfo.InvariantCulture);
        if (!fits || !suffix.TryCopyTo(text[written..])) return false;
        written += suffix.Length;
        return true;
    }

    public override string ToString()
    {
        Span<char> text = stackalloc char[MostCharacters];
        TryFormat(text, out var length);
        return new string(text[..length]);
    }

    private (Int128 Number, string Suffix) Canonical()
    {
        if (_nanos == 0) return (0, "");
        var isBinary = Format == QuantityFormat.BinarySI && _nanos % One == 0 && Int128.Abs(_nanos) >= 1024 * One;
        return isBinary
            ? Shorten(_nanos / One, 1024, BinarySuffixes)
            : Shorten(_nanos, 1000, Format == QuantityFormat.DecimalExponent ? Exponents : DecimalSuffixes);
    }

    private static (Int128 Number, string Suffix) Shorten(Int128 number, int step, string[] suffixes)
    {
        var index = 0;
        for (; index < suffixes.Length - 1 && number % step == 0; index++) number /= step;
        return (number, suffixes[index]);
    }

    private static Int128 Add(Int128 left, Int128 right)
    {
        var sum = unchecked(left + right);
        if (Int128.IsNegative(left) != Int128.IsNegative(right) || Int128.IsNegative(left) == Int128.IsNegative(sum)) return sum;
        return Int128.IsNegative(left) ? -Int128.MaxValue : Int128.MaxValue;
    }

    private static long CeilingDivide(Int128 value, long divisor)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            var (small, rest) = Math.DivRem((long)value, divisor);
            return rest > 0 ? small + 1 : small;
        }

        var quotient = value / divisor;
        if (value % divisor > 0) quotient++;
        return quotient > long.MaxValue ? long.MaxValue : quotient < long.MinValue ? long.MinValue : (long)quotient;
    }
}
