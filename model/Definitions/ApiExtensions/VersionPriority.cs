using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The order in which Kubernetes prefers versions: v2 before v1, v1 before v2beta1, v1beta1 before v1alpha1, anything else last, by name.</summary>
public sealed partial class VersionPriority : IComparer<string>
{
    public static VersionPriority Order { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x!), Rank(y!));
        if (left is null || right is null) return left is null && right is null ? string.CompareOrdinal(x, y) : left is null ? 1 : -1;
        return right.Value.CompareTo(left.Value);
    }

    private static (int Stability, int Major, int Minor)? Rank(string version)
    {
        if (Pattern().Match(version) is not { Success: true } match) return null;
        var stability = match.Groups[2].Value switch { "" => 2, "beta" => 1, _ => 0 };
        return (stability, Number(match.Groups[1]), Number(match.Groups[3]));
    }

    private static int Number(Group group) => int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$")]
    private static partial Regex Pattern();
}
