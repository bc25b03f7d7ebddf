using System.Globalization;
using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>Thresholds as kubelet's <c>--eviction-hard</c> writes them. One that is not named is never reached.</summary>
public static class EvictionThresholds
{
    /// <exception cref="FormatException">A threshold is unknown or malformed.</exception>
    public static EvictionOptions Parse(string text)
    {
        var options = new EvictionOptions { MemoryAvailable = 0, DiskAvailable = 0, PidsAvailable = 0 };
        foreach (var threshold in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            options = threshold.Split('<') switch
            {
                ["memory.available", var amount] when Quantity.TryParse(amount, out var quantity) => options with { MemoryAvailable = quantity.Value },
                ["nodefs.available", var share] => options with { DiskAvailable = Share(share, threshold) },
                ["pid.available", var share] => options with { PidsAvailable = Share(share, threshold) },
                _ => throw new FormatException($"unknown or malformed eviction threshold \"{threshold}\""),
            };
        }

        return options;
    }

    private static double Share(string text, string threshold) =>
        text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new FormatException($"the eviction threshold \"{threshold}\" is no share: 10%");
}
