using System.Globalization;

namespace Orleans.Kube.Silo.Requests;

/// <summary>Whole numbers in queries, as Go's <c>strconv</c> reads them.</summary>
public static class GoNumber
{
    /// <summary>What is wrong with a number of 64 bits, in strconv's words, or null.</summary>
    /// <param name="text">The number as it is written.</param>
    /// <param name="isSigned">Whether it may have a sign.</param>
    public static string? Problem(string text, bool isSigned)
    {
        var digits = isSigned && text is ['+' or '-', ..] ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return "invalid syntax";
        var fits = isSigned ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return fits ? null : "value out of range";
    }
}
