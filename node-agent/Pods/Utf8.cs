using System.Text;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Parts of texts that are measured in bytes. No character is cut in two.</summary>
internal static class Utf8
{
    /// <summary>The beginning of a text, of at most so many bytes.</summary>
    public static string Start(string text, int bytes)
    {
        var all = Encoding.UTF8.GetBytes(text);
        if (all.Length <= bytes) return text;
        var end = bytes;
        while (end > 0 && IsInner(all[end])) end--;
        return Encoding.UTF8.GetString(all, 0, end);
    }

    /// <summary>The end of a text, of at most so many bytes.</summary>
    public static string End(ReadOnlySpan<byte> text, int bytes)
    {
        var start = Math.Max(0, text.Length - bytes);
        while (start < text.Length && start > 0 && IsInner(text[start])) start++;
        return Encoding.UTF8.GetString(text[start..]);
    }

    private static bool IsInner(byte value) => (value & 0b1100_0000) == 0b1000_0000;
}
