using System.Globalization;
using System.Numerics;

namespace Orleans.Kube.Model;

/// <summary>Reads quantities: 64-bit arithmetic for the usual ones, big integers for those with many digits.</summary>
internal static class QuantityParser
{
    private const int NanoDigits = 9;
    private const int MostDigits = 100;
    private const int MostExponentDigits = 3;

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        var start = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        var number = text[start..end];
        if (!TryReadSuffix(text[end..], out var suffix)) return false;

        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? default : number[(point + 1)..];
        if (fraction.Contains('.') || whole.Length + fraction.Length is 0 or > MostDigits) return false;

        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        var nanos = TryReadSmall(whole, fraction, suffix, out var small) ? small : ReadLarge(whole, fraction, suffix);
        var format = suffix.Format == QuantityFormat.BinarySI && nanos < 1_000_000_000 && nanos > 0 ? QuantityFormat.DecimalSI : suffix.Format;
        quantity = new Quantity(text[0] == '-' ? -nanos : nanos, format);
        return true;
    }

    /// <summary>Amounts whose every intermediate value stays far below 128 bits.</summary>
    private static bool TryReadSmall(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, Suffix suffix, out Int128 nanos)
    {
        nanos = 0;
        var power = suffix.Decimal + NanoDigits - fraction.Length;
        if (whole.Length + fraction.Length > 15 || power < 0 || power + (suffix.Binary * 3 / 10) > 20) return false;
        long mantissa = 0;
        foreach (var digit in whole) mantissa = (mantissa * 10) + (digit - '0');
        foreach (var digit in fraction) mantissa = (mantissa * 10) + (digit - '0');
        nanos = (Int128)mantissa << suffix.Binary;
        for (; power >= NanoDigits; power -= NanoDigits) nanos *= 1_000_000_000;
        for (; power > 0; power--) nanos *= 10;
        return true;
    }

    private static Int128 ReadLarge(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, Suffix suffix)
    {
        var mantissa = BigInteger.Parse(string.Concat("0", whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture) << suffix.Binary;
        var power = suffix.Decimal + NanoDigits - fraction.Length;
        if (power >= 0) mantissa *= BigInteger.Pow(10, power);
        else mantissa = BigInteger.DivRem(mantissa, BigInteger.Pow(10, -power), out var rest) + (rest.IsZero ? 0 : 1);
        return mantissa > (BigInteger)Int128.MaxValue ? Int128.MaxValue : (Int128)mantissa;
    }

    private static bool TryReadSuffix(ReadOnlySpan<char> text, out Suffix suffix)
    {
        suffix = text switch
        {
            "" => new(0, 0),
            "n" => new(-9, 0),
            "u" => new(-6, 0),
            "m" => new(-3, 0),
            "k" => new(3, 0),
            "M" => new(6, 0),
            "G" => new(9, 0),
            "T" => new(12, 0),
            "P" => new(15, 0),
            "E" => new(18, 0),
            "Ki" => new(0, 10, QuantityFormat.BinarySI),
            "Mi" => new(0, 20, QuantityFormat.BinarySI),
            "Gi" => new(0, 30, QuantityFormat.BinarySI),
            "Ti" => new(0, 40, QuantityFormat.BinarySI),
            "Pi" => new(0, 50, QuantityFormat.BinarySI),
            "Ei" => new(0, 60, QuantityFormat.BinarySI),
            _ => new(0, -1),
        };
        return suffix.Binary >= 0 || TryReadExponent(text, out suffix);
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out Suffix suffix)
    {
        suffix = default;
        if (text[0] is not ('e' or 'E')) return false;
        var digits = text[1..].TrimStart("+-");
        if (digits.Length is 0 or > MostExponentDigits || text.Length - digits.Length > 2) return false;
        if (!int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) return false;
        suffix = new Suffix(exponent, 0, QuantityFormat.DecimalExponent);
        return true;
    }

    private readonly record struct Suffix(int Decimal, int Binary, QuantityFormat Format = QuantityFormat.DecimalSI);
}
