namespace Orleans.Kube.Model.Core;

/// <summary>Amounts by resource, in thousandths: Kubernetes rounds finer ones up wherever they stand in the core group (SetDefaults_ResourceList).</summary>
internal static class ResourceAmounts
{
    /// <summary>The amounts, rounded; the same instance when they need no rounding.</summary>
    public static IReadOnlyDictionary<string, Quantity> Of(IReadOnlyDictionary<string, Quantity>? amounts)
    {
        if (amounts is null or { Count: 0 }) return amounts ?? EmptyMap<Quantity>.Value;
        foreach (var (_, amount) in amounts)
            if (!amount.IsInMilli) return amounts.ToDictionary(static p => p.Key, static p => p.Value.RoundedToMilli(), StringComparer.Ordinal);
        return amounts;
    }
}
