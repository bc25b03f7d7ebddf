namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>Reads <c>key=value,key=value</c>.</summary>
internal static class Pairs
{
    public static IReadOnlyDictionary<string, string> Parse(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
}
