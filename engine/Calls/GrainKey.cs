using System.Globalization;

namespace Orleans.Kube.Engine;

/// <summary>Keys that are not strings, written as Orleans writes them: 32 hex digits or a hex number, then <c>+extension</c>.</summary>
internal static class GrainKey
{
    public static string Of(Guid key, string? extension = null) => Join(key.ToString("N"), extension);

    public static string Of(long key, string? extension = null) => Join(key.ToString("X", CultureInfo.InvariantCulture), extension);

    public static Guid ToGuid(string key, out string? extension) => Guid.ParseExact(Split(key, out extension), "N");

    public static long ToInt64(string key, out string? extension) =>
        long.Parse(Split(key, out extension), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Join(string key, string? extension) => extension is null ? key : $"{key}+{extension}";

    private static string Split(string key, out string? extension)
    {
        var plus = key.IndexOf('+', StringComparison.Ordinal);
        extension = plus < 0 ? null : key[(plus + 1)..];
        return plus < 0 ? key : key[..plus];
    }
}
