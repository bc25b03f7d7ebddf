using System.Globalization;
using System.Text;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>What stands between the quotes of a literal, as what it means.</summary>
internal static class Escapes
{
    /// <summary>The text, or null where an escape is none.</summary>
    public static string? Text(string written, bool raw)
    {
        if (raw || !written.Contains('\\')) return written;
        var text = new StringBuilder();
        return Read(written, (rune, _) => text.Append(rune.ToString()), c => text.Append(c)) ? text.ToString() : null;
    }

    /// <summary>The bytes, or null where an escape is none. Escapes of hexadecimal and octal digits are bytes, all else is written in UTF-8.</summary>
    public static byte[]? Bytes(string written, bool raw)
    {
        if (raw) return Encoding.UTF8.GetBytes(written);
        var bytes = new MemoryStream();
        var pending = new StringBuilder();
        void Flush()
        {
            bytes.Write(Encoding.UTF8.GetBytes(pending.ToString()));
            pending.Clear();
        }

        var read = Read(written, (rune, isByte) =>
        {
            Flush();
            if (isByte) bytes.WriteByte((byte)rune.Value);
            else bytes.Write(Encoding.UTF8.GetBytes(rune.ToString()));
        }, c => pending.Append(c));
        Flush();
        return read ? bytes.ToArray() : null;
    }

    private static bool Read(string written, Action<Rune, bool> escaped, Action<char> plain)
    {
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\')
            {
                plain(written[i]);
                continue;
            }

            if (++i == written.Length) return false;
            if (Simple(written[i]) is { } simple) plain(simple);
            else if (!Coded(written, ref i, escaped)) return false;
        }

        return true;
    }

    private static char? Simple(char letter) => letter switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '\'' or '"' or '`' or '?' => letter,
        _ => null,
    };

    private static bool Coded(string written, ref int i, Action<Rune, bool> escaped)
    {
        var (digits, style) = written[i] switch
        {
            'x' or 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            >= '0' and <= '3' => (3, 8),
            _ => (0, 0),
        };
        if (digits == 0) return false;
        var start = style == 8 ? i : i + 1;
        if (start + digits > written.Length) return false;
        var part = written.AsSpan(start, digits);
        var isByte = written[i] is not ('u' or 'U');
        i = start + digits - 1;
        uint code = 0;
        foreach (var digit in part)
        {
            if (!uint.TryParse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value >= style) return false;
            code = (code * (uint)style) + value;
        }

        if (!Rune.IsValid(code)) return false;
        escaped(new Rune(code), isByte);
        return true;
    }
}
