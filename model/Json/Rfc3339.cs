using System.Globalization;
using System.Text.Json;

namespace Orleans.Kube.Model.Json;

/// <summary>Times as the API takes them: RFC 3339, with a date, a time and an offset.</summary>
public static class Rfc3339
{
    private const int Shortest = 20;
    private const int Longest = 64;

    /// <summary>Reads a string token; false when it is no RFC 3339 time. The result is in UTC.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        Span<char> text = stackalloc char[Longest];
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length is < Shortest or > Longest) return false;
        return TryParse(text[..reader.CopyString(text)], out time);
    }

    /// <summary>Reads a text; false when it is no RFC 3339 time. The result is in UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < Shortest || text[10] != 'T') return false;
        var format = text[^1] == 'Z' ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";
        Span<char> trimmed = stackalloc char[Longest];
        return DateTimeOffset.TryParseExact(
            Trim(text, trimmed), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Digits beyond the ticks are dropped.</summary>
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text, Span<char> buffer)
    {
        const int Kept = 27;
        if (text.Length > buffer.Length || text[19] != '.') return text;
        var end = 20;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end <= Kept) return text;
        text[..Kept].CopyTo(buffer);
        text[end..].CopyTo(buffer[Kept..]);
        return buffer[..(Kept + text.Length - end)];
    }
}
