using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Whether the settings of images can be used. Pure.</summary>
public static class ImagePolicy
{
    /// <exception cref="FormatException">They cannot be, in kubelet's words.</exception>
    public static void Check(EvictionOptions options)
    {
        var (high, low) = (Percent(options.ImagesHigh), Percent(options.ImagesLow));
        if (high is < 0 or > 100) throw new FormatException($"invalid configuration: imageGCHighThresholdPercent (--image-gc-high-threshold) {high} must be between 0 and 100, inclusive");
        if (low is < 0 or > 100) throw new FormatException($"invalid configuration: imageGCLowThresholdPercent (--image-gc-low-threshold) {low} must be between 0 and 100, inclusive");
        if (low >= high)
            throw new FormatException($"invalid configuration: imageGCLowThresholdPercent (--image-gc-low-threshold) {low} must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) {high}");
        if (options.MaximumImageAge < TimeSpan.Zero) throw new FormatException($"invalid configuration: imageMaximumGCAge {GoDuration.Format(options.MaximumImageAge)} must not be negative");
        if (options.MaximumImageAge > TimeSpan.Zero && options.ImageAge > options.MaximumImageAge)
            throw new FormatException($"invalid configuration: imageMaximumGCAge {GoDuration.Format(options.MaximumImageAge)} must be greater than imageMinimumGCAge {GoDuration.Format(options.ImageAge)}");
    }

    private static int Percent(double share) => (int)Math.Round(share * 100);
}
